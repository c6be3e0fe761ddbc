//! English patterns.

use super::patterns::{ByTone, Items, Outline, Patterns, Section};

pub(super) const PATTERNS: Patterns = Patterns {
    subject: Outline {
        openings: ByTone {
            neutral: &[
                "{topic}: what do you really know about this?",
                "{topic}. You know the name, but do you know the story?",
                "{topic}: look at this once more, as if for the first time.",
                "{topic}. Where does this story begin?",
            ],
            playful: &[
                "{topic}! Ready? Hold on to your chair.",
                "{topic}: no yawning, this will be quick.",
                "Guess what today's topic is… {topic}!",
            ],
            serious: &[
                "{topic}: a subject that deserves a careful look.",
                "{topic}. Let us go through this calmly, step by step.",
                "Today's subject: {topic}.",
            ],
        },
        sections: &[
            Section {
                rank: 0,
                lines: WHY,
            },
            Section {
                rank: 1,
                lines: WHAT,
            },
            Section {
                rank: 2,
                lines: ORIGIN,
            },
            Section {
                rank: 7,
                lines: INSIDE,
            },
            Section {
                rank: 8,
                lines: DETAIL,
            },
            Section {
                rank: 3,
                lines: MYTH,
            },
            Section {
                rank: 6,
                lines: COMPARE,
            },
            Section {
                rank: 4,
                lines: EXAMPLE,
            },
            Section {
                rank: 9,
                lines: TODAY,
            },
            Section {
                rank: 11,
                lines: OPEN,
            },
            Section {
                rank: 5,
                lines: TRY,
            },
            Section {
                rank: 10,
                lines: RECAP,
            },
        ],
    },
    question: Outline {
        openings: ByTone {
            neutral: &[
                "{topic} Let's find out together.",
                "{topic} The answer begins with a small clue.",
                "{topic} Make a guess before we go on.",
                "{topic}",
            ],
            playful: &[
                "{topic} Careful: this one can keep you awake.",
                "{topic} Put on your detective hat!",
            ],
            serious: &[
                "{topic} Let us look for an answer step by step.",
                "{topic} A question that deserves a careful answer.",
            ],
        },
        sections: &[
            Section {
                rank: 0,
                lines: ASK,
            },
            Section {
                rank: 3,
                lines: GUESS,
            },
            Section {
                rank: 1,
                lines: CLUE,
            },
            Section {
                rank: 2,
                lines: CAUSE,
            },
            Section {
                rank: 9,
                lines: INSIDE,
            },
            Section {
                rank: 8,
                lines: DETAIL,
            },
            Section {
                rank: 4,
                lines: WRONG,
            },
            Section {
                rank: 6,
                lines: EXAMPLE,
            },
            Section {
                rank: 5,
                lines: CHECK,
            },
            Section {
                rank: 11,
                lines: OPEN,
            },
            Section {
                rank: 7,
                lines: TRY,
            },
            Section {
                rank: 10,
                lines: ANSWER,
            },
        ],
    },
    inquiry_sections: &[
        Section {
            rank: 0,
            lines: ASK,
        },
        Section {
            rank: 1,
            lines: GUESS,
        },
        Section {
            rank: 2,
            lines: ORIGIN,
        },
        Section {
            rank: 9,
            lines: INSIDE,
        },
        Section {
            rank: 3,
            lines: DETAIL,
        },
        Section {
            rank: 4,
            lines: MYTH,
        },
        Section {
            rank: 8,
            lines: TODAY,
        },
        Section {
            rank: 5,
            lines: EXAMPLE,
        },
        Section {
            rank: 6,
            lines: CHECK,
        },
        Section {
            rank: 11,
            lines: OPEN,
        },
        Section {
            rank: 7,
            lines: TRY,
        },
        Section {
            rank: 10,
            lines: ANSWER,
        },
    ],
    how_to: Outline {
        openings: ByTone {
            neutral: &[
                "{topic}: begin here.",
                "{topic}: a plan you can start today.",
                "{topic}, one small step at a time.",
                "{topic}? It is simpler when you know where to begin.",
            ],
            playful: &[
                "{topic}, even if the sofa is calling your name!",
                "{topic}: no magic wand needed.",
            ],
            serious: &[
                "{topic}: a clear plan, without empty promises.",
                "{topic}: what to think about before you begin.",
            ],
        },
        sections: &[
            Section {
                rank: 3,
                lines: COURAGE,
            },
            Section {
                rank: 0,
                lines: GOAL,
            },
            Section {
                rank: 1,
                lines: START,
            },
            Section {
                rank: 2,
                lines: STEPS,
            },
            Section {
                rank: 6,
                lines: RHYTHM,
            },
            Section {
                rank: 4,
                lines: PITFALL,
            },
            Section {
                rank: 7,
                lines: OBSTACLE,
            },
            Section {
                rank: 9,
                lines: HELP,
            },
            Section {
                rank: 10,
                lines: EXAMPLE,
            },
            Section {
                rank: 5,
                lines: MEASURE,
            },
            Section {
                rank: 11,
                lines: HARDER,
            },
            Section { rank: 8, lines: GO },
        ],
    },
    list: Outline {
        openings: ByTone {
            neutral: &[
                "{topic}: how many of them do you know?",
                "{topic}. Keep count as we go.",
                "{topic}: which one will be yours?",
            ],
            playful: &[
                "{topic}! Count on your fingers, if you have enough.",
                "{topic}: find your favourite before the end!",
            ],
            serious: &[
                "{topic}: let us go through them one by one.",
                "{topic}. A short and careful overview.",
            ],
        },
        sections: &[
            Section {
                rank: 0,
                lines: WHY_A_LIST,
            },
            Section {
                rank: 10,
                lines: ORIGIN,
            },
            Section {
                rank: 3,
                lines: INSIDE,
            },
            Section {
                rank: 5,
                lines: DETAIL,
            },
            Section {
                rank: 1,
                lines: MYTH,
            },
            Section {
                rank: 6,
                lines: COMPARE,
            },
            Section {
                rank: 2,
                lines: EXAMPLE,
            },
            Section {
                rank: 8,
                lines: TODAY,
            },
            Section {
                rank: 7,
                lines: OPEN,
            },
            Section {
                rank: 4,
                lines: TRY,
            },
            Section {
                rank: 9,
                lines: LIST_RECAP,
            },
        ],
    },
    items: Items {
        ordinals: &[
            "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth",
            "Tenth",
        ],
        first_descriptions: &[
            "the one to know before all the others.",
            "the one to begin with.",
        ],
        descriptions: &[
            "the one that is easy to overlook.",
            "simple to say, harder to remember.",
            "the one you may want to argue about.",
            "small at first sight, but give it a closer look.",
            "the one you may already know by another name.",
            "best explained with an example.",
            "the one that deserves a second look.",
            "easy to pass by, worth a stop.",
            "the one to tell your friends about.",
        ],
        last: &[
            "And the last one, kept for the end for a good reason.",
            "Finally, the one to take home with you.",
        ],
        remarks: &[
            "Think of one example from your own life.",
            "Would you put it higher on the list, or lower?",
            "If this is new to you, stop and write it down.",
            "Try to picture it before we go on.",
            "One sentence is enough to say why it is here.",
            "Ask yourself when you last came across it.",
            "Not everyone would agree, and that is fine.",
            "Here the details matter more than the name.",
            "Tell a friend about it and watch the reaction.",
            "Keep it in mind: we will come back to it.",
        ],
        partly: &[
            "There is more to tell, so here is where to begin.",
            "We will not get through all of them today. Here is a start.",
        ],
    },
    closings: ByTone {
        neutral: &[
            "What do you think? Write it in the comments.",
            "Save this video, and share it with someone curious.",
            "What would you like to hear more about? Tell me below.",
            "Follow along: the next story is on its way.",
        ],
        playful: &[
            "Still here? Tap the heart and surprise a friend!",
            "Now go and show off a little. Then come back for more!",
        ],
        serious: &[
            "Think it over, and form your own opinion.",
            "Thank you for watching. Your questions are welcome.",
        ],
    },
};

const WHY: &[&str] = &[
    "This may be closer to your everyday life than it looks.",
    "Understand this, and other things begin to make sense too.",
    "Many of us know the name. Few of us ask what stands behind it.",
    "It takes a minute to listen, and it may stay with you for years.",
    "One good look can change the way you see what is around you.",
];

const WHAT: &[&str] = &[
    "Let's begin with the simplest question: what are we talking about?",
    "Leave out the long words, and a simple idea remains.",
    "Look at it like a map: first the whole, then the details.",
    "Imagine a friend who has never heard of this. What would you say first?",
    "A good definition fits into one breath. Let's look for one.",
];

const ORIGIN: &[&str] = &[
    "Every story has a first page, and this one is no exception.",
    "To see why things are as they are, look at how they began.",
    "The beginning is often small, like a seed before the tree.",
    "Nothing comes from nowhere: something made it possible.",
    "Go back far enough, and you meet the first person who asked about it.",
];

const INSIDE: &[&str] = &[
    "Look closer: the big picture is made of small pieces.",
    "One piece alone says little. Together they tell the story.",
    "Ask what comes first, what follows, and what holds it together.",
    "Pull one thread, and you see what it is tied to.",
    "Behind what we see there is often something we do not see.",
];

const DETAIL: &[&str] = &[
    "Now to a small detail that is easy to miss.",
    "Slow down here: the best part hides between the lines.",
    "Details are like keys: a small one can open a big door.",
    "What looks plain from far away has a pattern up close.",
    "Pause for a second, and notice what usually slips by.",
];

const MYTH: &[&str] = &[
    "A common mistake is to believe the first thing we hear.",
    "What everybody repeats is not always what is true.",
    "Before you believe a loud claim, ask where it comes from.",
    "The short version is handy, but it leaves out half of the story.",
    "It is easy to be wrong here, and just as easy to check.",
];

const COMPARE: &[&str] = &[
    "Put it next to something you know well, and compare the two.",
    "What is the same, and what is different? That is worth a minute.",
    "Imagine a world without this. What would be missing?",
    "Then and now: the same subject can look very different.",
    "Ask two people about this, and you may hear two stories.",
];

const EXAMPLE: &[&str] = &[
    "One good example says more than ten definitions.",
    "Think of one day and one place where this mattered to someone.",
    "Take a real case: who was there, and what changed?",
    "Look for an example at home, at work or in your own street.",
    "A true story is remembered longer than a rule.",
];

const TODAY: &[&str] = &[
    "And today? Look around: the traces may be nearer than you think.",
    "Open the news on your phone, and see where the subject comes up.",
    "What was once new becomes ordinary, and then we stop noticing.",
    "It matters what it was. It matters more what it means now.",
    "Some things change every year. Others last for generations.",
];

const OPEN: &[&str] = &[
    "Nobody has the last word on this, and that is good news.",
    "Every answer brings a new question with it.",
    "What would you ask, if an expert sat next to you?",
    "There is always one more side to look at.",
    "What we do not know yet is an invitation.",
];

const TRY: &[&str] = &[
    "Try this today: ask someone older what they know about it.",
    "Find one photo, map or page about it, and look for three minutes.",
    "Write down one question you would like to have answered.",
    "Explain it to a child. If that works, you have understood it.",
    "Tell a friend about it tonight, in your own words.",
];

const RECAP: &[&str] = &[
    "So, in short: a name, a beginning, and a reason to care.",
    "Keep one thought from this video, the one that surprised you most.",
    "If you forget the rest, remember to ask one more question.",
    "Now you have a map. The road is yours.",
    "A minute ago it was only a name. Now it is a story.",
];

const ASK: &[&str] = &[
    "Children ask questions like this. Adults often stop too soon.",
    "It sounds simple. Try to answer it in one sentence.",
    "A good question is half of the answer.",
    "Maybe you have wondered about it too, and then forgotten.",
    "Good questions open doors. Let's open this one.",
];

const GUESS: &[&str] = &[
    "First make a guess, and keep it in mind until the end.",
    "Three seconds to think: what would you say?",
    "Many people have an answer ready. But does it hold?",
    "Your first idea may be right, half right or wrong. Let's see.",
    "Write your guess in the comments before you watch on.",
];

const CLUE: &[&str] = &[
    "Start with what everyone can see with their own eyes.",
    "Look for the first clue: what is always so, and what never?",
    "Like a detective, collect the facts first and explain them later.",
    "One clue proves little, but two already point the way.",
    "Ask the small questions too: when, where, how often?",
];

const CAUSE: &[&str] = &[
    "Then look for the reason: what must be there, and what can be left out?",
    "Reasons are often a chain: one thing leads to the next.",
    "Take one link out of the chain of reasons. Does it still hold?",
    "Often there is not one reason but several, working together.",
    "Something big can have a small cause, given enough time.",
];

const WRONG: &[&str] = &[
    "The most popular answer is not always the correct one.",
    "It is easy to mix up what comes first and what comes after.",
    "Two things that go together need not be cause and effect.",
    "If an answer sounds too neat, check it once more.",
    "To say “I don't know yet” is an honest way to begin.",
];

const CHECK: &[&str] = &[
    "How can we check it? Look for something that could prove us wrong.",
    "Compare two sources that do not copy from each other.",
    "One look at the source is worth more than a long argument.",
    "Ask someone who knows the subject well.",
    "A good answer explains the exceptions as well.",
];

const ANSWER: &[&str] = &[
    "Now compare it with your first guess. What has changed?",
    "Keep one thought from this video, the one that surprised you most.",
    "If you forget the rest, remember to ask one more question.",
    "Now you have a map. The road is yours.",
    "The best part: you can go on from here on your own.",
];

const COURAGE: &[&str] = &[
    "It looks hard because we see the mountain and not the path.",
    "Nobody is born knowing this. Everyone began somewhere.",
    "Talent helps, but patience goes further.",
    "You may not need more willpower, only a simpler plan.",
    "What you practise gets easier. That is the whole secret.",
];

const GOAL: &[&str] = &[
    "First choose a goal that you can say in one sentence.",
    "Without a clear goal, every road looks like the right one.",
    "Ask why you want this. The reason carries you on a hard day.",
    "Picture the result: what will be different when you are there?",
    "Set a date, and write it where you will see it.",
];

const START: &[&str] = &[
    "Begin with the smallest step, one you can take today.",
    "Five minutes are enough for a start. Set a timer.",
    "Do not wait for the perfect moment: it rarely comes.",
    "Prepare the place, and put what you need within reach.",
    "Start with what you already have, and buy nothing yet.",
];

const STEPS: &[&str] = &[
    "Divide the way into small steps, and take them one by one.",
    "Do the easy part first. It gives you courage for the rest.",
    "Do not leave for last what you have been putting off.",
    "Change one thing at a time, so that you know what helped.",
    "When a step feels too big, cut it in half.",
];

const RHYTHM: &[&str] = &[
    "A little every day beats a lot once a month.",
    "Choose an hour and keep to it, like brushing your teeth.",
    "Tie it to something you already do, like your morning tea.",
    "Miss one day if you must, but not two in a row.",
    "Rest is part of the plan, not the end of it.",
];

const PITFALL: &[&str] = &[
    "The usual mistake is to want everything at once.",
    "Do not compare your first day with someone else's tenth year.",
    "Reading about it is not the same as doing it.",
    "Too many tips slow you down. Pick one and try it.",
    "If it does not work, change the method, not the goal.",
];

const OBSTACLE: &[&str] = &[
    "Some day you will want to stop. Decide now what you will do then.",
    "Find out what gets in your way most often, and move it aside.",
    "Leave the phone in another room for half an hour.",
    "No time? Look at where yesterday's hours went.",
    "A mistake is information. Write it down and go on.",
];

const HELP: &[&str] = &[
    "Find a friend who wants the same, and do it together.",
    "Ask someone who has done it for one piece of advice.",
    "Tell one person about your plan. It makes giving up harder.",
    "A good teacher or a good book saves you many detours.",
    "Show your work early, and listen to what others see.",
];

const MEASURE: &[&str] = &[
    "Mark every finished step with a cross on the calendar.",
    "Look back from time to time: what is easier than at the start?",
    "Count what you did, not how you felt about it.",
    "Take a photo or a note today, and compare it later.",
    "Small progress is still progress. Count it.",
];

const HARDER: &[&str] = &[
    "When it gets easy, make it a little harder.",
    "Once you can do it slowly, try it faster.",
    "Teach it to someone else, and you will see what you still miss.",
    "Keep what works, and drop what does not.",
    "Go back to the basics from time to time.",
];

const GO: &[&str] = &[
    "So: a clear goal, a small step, and a little patience.",
    "Remember: the first step matters more than the perfect plan.",
    "Celebrate a small win. You have earned it.",
    "Save these steps, and come back to them tomorrow.",
    "One day you will be glad that you began today.",
];

const WHY_A_LIST: &[&str] = &[
    "A list is only useful if you take something from it.",
    "You may know some of them. Others may be new to you.",
    "As you listen, choose the one that matters most to you.",
    "Take out a notebook: one of them may come in handy.",
    "The order is up for debate. The list is a beginning.",
];

const LIST_RECAP: &[&str] = &[
    "Look back over the list: which one stays with you?",
    "Keep one of them in mind, the one that surprised you most.",
    "If you forget the rest, remember the one you can use.",
    "Is something missing? The list is yours to continue.",
    "Now put them in an order of your own, and compare.",
];
