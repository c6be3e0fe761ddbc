//! Uzbek patterns, in Latin letters; the Cyrillic ones are made from them by rule.

use super::patterns::{ByTone, Items, Outline, Patterns, Section};

pub(super) const PATTERNS: Patterns = Patterns {
    subject: Outline {
        openings: ByTone {
            neutral: &[
                "{topic} haqida aslida nimalarni bilamiz?",
                "{topic}. Eshitgan chiqarsiz, hikoyasini-chi?",
                "{topic}: keling, bunga birinchi marta koʻrayotgandek qaraylik.",
                "{topic}. Bu hikoya qayerdan boshlanadi?",
            ],
            playful: &[
                "{topic}! Tayyormisiz? Mahkam ushlang!",
                "{topic}: esnash yoʻq, hammasi qisqa boʻladi.",
                "Toping-chi, bugungi mavzu nima… {topic}!",
            ],
            serious: &[
                "{topic}: eʼtibor bilan qarashga arziydigan mavzu.",
                "{topic}. Shoshmasdan, birma-bir koʻrib chiqamiz.",
                "Bugungi mavzu: {topic}.",
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
                "{topic} Keling, birga bilib olamiz.",
                "{topic} Javob kichik bir izdan boshlanadi.",
                "{topic} Avval oʻzingiz taxmin qilib koʻring.",
                "{topic}",
            ],
            playful: &[
                "{topic} Ehtiyot boʻling: uyqungiz qochishi mumkin!",
                "{topic} Qani, izquvar boʻlib koʻraylik!",
            ],
            serious: &[
                "{topic} Javobni bosqichma-bosqich izlaymiz.",
                "{topic} Bu savol aniq javobga loyiq.",
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
                "{topic}? Shu yerdan boshlang.",
                "{topic}? Bugunoq boshlasa boʻladigan reja bor.",
                "{topic}? Kichik-kichik qadamlar bilan.",
                "{topic}? Nimadan boshlashni bilsangiz, oson.",
            ],
            playful: &[
                "{topic}? Divan chaqirsa ham, boʻsh kelmang!",
                "{topic}? Sehrli tayoqcha kerak emas!",
            ],
            serious: &[
                "{topic}? Quruq vaʼdalarsiz, aniq reja bilan.",
                "{topic}? Boshlashdan oldin nimalarni oʻylash kerak?",
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
                "{topic}: qaysilarini bilasiz?",
                "{topic}. Keling, birga sanaymiz.",
                "{topic}: siz qaysi birini tanlaysiz?",
            ],
            playful: &[
                "{topic}! Barmoqlaringizni tayyorlang, sanaymiz!",
                "{topic}: video tugaguncha oʻzingiznikini toping!",
            ],
            serious: &[
                "{topic}: hammasini tartib bilan koʻrib chiqamiz.",
                "{topic}. Qisqa va puxta sharh.",
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
            "Birinchisi",
            "Ikkinchisi",
            "Uchinchisi",
            "Toʻrtinchisi",
            "Beshinchisi",
            "Oltinchisi",
            "Yettinchisi",
            "Sakkizinchisi",
            "Toʻqqizinchisi",
            "Oʻninchisi",
        ],
        first_descriptions: &[
            "avvalo shuni bilib olish kerak.",
            "hammasi shundan boshlanadi.",
        ],
        descriptions: &[
            "buni payqamay qolish oson.",
            "aytish oson, eslab qolish qiyinroq.",
            "bu haqda bahslashgingiz kelishi mumkin.",
            "bir qarashda mayda, lekin diqqat bilan qarang.",
            "balki uni boshqa nom bilan bilarsiz.",
            "uni misol bilan tushuntirgan maʼqul.",
            "buni yana bir bor koʻrib chiqishga arziydi.",
            "yonidan oʻtib ketish oson, toʻxtagan yaxshi.",
            "bu haqda doʻstlaringizga aytib bering.",
        ],
        last: &[
            "Va oxirgisi: u bejiz oxiriga qoldirilmadi.",
            "Nihoyat, eng oxirgisi: buni albatta eslab qoling.",
        ],
        remarks: &[
            "Oʻz hayotingizdan bitta misol eslang.",
            "Siz uni roʻyxatda yuqoriroq qoʻyarmidingiz yoki pastroq?",
            "Birinchi marta eshitsangiz, toʻxtab, yozib oling.",
            "Davom etishdan oldin uni koʻz oldingizga keltiring.",
            "Nega roʻyxatda ekanini bir gap bilan aytsa boʻladi.",
            "Bunga oxirgi marta qachon duch kelgansiz?",
            "Hamma ham rozi boʻlmaydi va bu tabiiy.",
            "Bu yerda tafsilotlar baland gapdan muhimroq.",
            "Doʻstingizga aytib bering-da, nima deyishini kuting.",
            "Yodda tuting, hali kerak boʻladi.",
        ],
        partly: &[
            "Gap koʻp, shuning uchun eng avvalgilaridan boshlaymiz.",
            "Hammasi bir videoga sigʻmaydi. Mana, boshlanishi.",
        ],
    },
    closings: ByTone {
        neutral: &[
            "Siz nima deb oʻylaysiz? Izohlarda yozib qoldiring.",
            "Videoni saqlab qoʻying va qiziqqan doʻstingizga yuboring.",
            "Yana nima haqida aytib beraylik? Izohda yozing.",
            "Kuzatib boring: keyingi hikoya yoʻlda.",
        ],
        playful: &[
            "Oxirigacha koʻrdingizmi? Yurakcha bosing va doʻstingizni hayron qoldiring!",
            "Endi bilimingiz bilan maqtansangiz boʻladi. Yana keling!",
        ],
        serious: &[
            "Oʻylab koʻring va oʻz fikringizni shakllantiring.",
            "Eʼtiboringiz uchun rahmat. Savollaringizni kutamiz.",
        ],
    },
};

const WHY: &[&str] = &[
    "Balki bu hayotimizga biz oʻylagandan ham yaqinroqdir.",
    "Buni tushunsangiz, boshqa koʻp narsa ham oydinlashadi.",
    "Koʻpchilik bu haqda eshitgan, ortida nima borligini kam odam soʻraydi.",
    "Tinglashga bir daqiqa yetadi, esda esa yillar davomida qoladi.",
    "Bir marta diqqat bilan qarasak, atrofga nazarimiz oʻzgarishi mumkin.",
];

const WHAT: &[&str] = &[
    "Eng oddiy savoldan boshlaylik: gap aslida nima haqida?",
    "Uzun soʻzlarni olib tashlasak, sodda bir fikr qoladi.",
    "Xaritaga qaragandek qaraymiz: avval butunicha, keyin mayda joylari.",
    "Bu haqda eshitmagan doʻstingizga avvalo nima degan boʻlardingiz?",
    "Yaxshi taʼrif bir nafasga sigʻadi. Keling, uni izlaymiz.",
];

const ORIGIN: &[&str] = &[
    "Har bir hikoyaning birinchi sahifasi bor, bu yerda ham shunday.",
    "Nega shundayligini bilish uchun qanday boshlanganiga qaraymiz.",
    "Katta narsalar koʻpincha kichikdan boshlanadi: daraxt urugʻdan unganidek.",
    "Hech narsa yoʻqdan paydo boʻlmaydi: undan oldin ham nimadir boʻlgan.",
    "Qachondir kimdir bu haqda ilk bor oʻylab koʻrgan.",
];

const INSIDE: &[&str] = &[
    "Yaqinroq qarang: katta manzara mayda boʻlaklardan yigʻiladi.",
    "Bitta boʻlak kam narsa aytadi, hammasi birga butun hikoyani soʻzlaydi.",
    "Avval nima keladi, keyin nima va hammasini nima tutib turadi?",
    "Bitta ipni tortsangiz, u nimaga bogʻlangani koʻrinadi.",
    "Koʻrinib turgan narsa ortida koʻpincha koʻrinmaydigani turadi.",
];

const DETAIL: &[&str] = &[
    "Endi eʼtibordan chetda qoladigan kichik bir tafsilot.",
    "Bu yerda shoshilmaylik: eng qizigʻi satrlar orasida.",
    "Tafsilot kalitga oʻxshaydi: kichigi ham katta eshikni ochadi.",
    "Uzoqdan oddiy koʻringan narsaning yaqindan naqshi bor.",
    "Bir soniya toʻxtang va odatda koʻzga tashlanmaydigan narsaga qarang.",
];

const MYTH: &[&str] = &[
    "Keng tarqalgan xato: birinchi eshitgan gapga ishonib qolish.",
    "Hamma takrorlaydigan gap har doim ham rost emas.",
    "Baland gapga ishonishdan oldin, u qayerdan kelganini soʻrang.",
    "Qisqa talqin qulay, lekin hikoyaning yarmi tushib qoladi.",
    "Bu yerda adashish oson, tekshirib koʻrish ham qiyin emas.",
];

const COMPARE: &[&str] = &[
    "Uni yaxshi biladigan narsangiz yoniga qoʻying va solishtiring.",
    "Nimasi oʻxshash, nimasi boshqacha? Bir daqiqa oʻylab koʻring.",
    "Busiz dunyoni tasavvur qiling. Nima yetishmagan boʻlardi?",
    "Avval va hozir: bitta mavzu ikki xil koʻrinishi mumkin.",
    "Ikki kishidan soʻrang, balki ikki xil hikoya eshitarsiz.",
];

const EXAMPLE: &[&str] = &[
    "Bitta yaxshi misol oʻnta taʼrifdan koʻproq narsani aytadi.",
    "Bu kimgadir juda muhim boʻlgan bir kun va bir joyni tasavvur qiling.",
    "Hayotiy misol olaylik: u yerda kim bor edi, nima oʻzgardi?",
    "Misolni uyingizdan, ishingizdan yoki oʻz koʻchangizdan izlang.",
    "Haqiqiy voqea qoidadan koʻra uzoqroq esda qoladi.",
];

const TODAY: &[&str] = &[
    "Bugun-chi? Atrofga qarang, izlari yaqin joyda boʻlishi mumkin.",
    "Telefonda yangiliklarni oching va bu mavzu qayerda uchrashini kuzating.",
    "Yangi narsa odatga aylanadi, keyin uni sezmay qoʻyamiz.",
    "Avval qanday boʻlgani muhim, hozir nimani anglatishi undan ham muhim.",
    "Baʼzi narsalar har yili oʻzgaradi, baʼzilari avlodlar osha yashaydi.",
];

const OPEN: &[&str] = &[
    "Bu haqda oxirgi soʻz hali aytilmagan va bu yaxshi.",
    "Har bir javob ortidan yangi savol ergashib keladi.",
    "Yoningizda mutaxassis oʻtirganida, nimani soʻragan boʻlardingiz?",
    "Qarash kerak boʻlgan yana bir tomon doim topiladi.",
    "Hali bilmaganlarimiz bizni yana izlashga chorlaydi.",
];

const TRY: &[&str] = &[
    "Bugun sinab koʻring: kattalardan bu haqda nima bilishini soʻrang.",
    "Shu haqda bitta surat, xarita yoki sahifa toping va uch daqiqa qarang.",
    "Javobini bilishni istagan bitta savolingizni yozib qoʻying.",
    "Buni bolaga tushuntirib bering. Uddalasangiz, tushunibsiz.",
    "Kechqurun doʻstingizga oʻz soʻzingiz bilan aytib bering.",
];

const RECAP: &[&str] = &[
    "Demak, qisqasi: tanish mavzu, uning boshlanishi va oʻylashga bir sabab.",
    "Bitta fikrni, sizni eng hayron qoldirganini olib qoling.",
    "Qolganini unutsangiz ham, yana bitta savol berishni unutmang.",
    "Endi xarita qoʻlingizda. Yoʻl ham sizniki.",
    "Bir daqiqa oldin bu shunchaki soʻz edi. Endi u bir hikoya.",
];

const ASK: &[&str] = &[
    "Bunday savolni bolalar beradi, kattalar esa soʻramay qoʻyadi.",
    "Savol oddiydek. Bir gap bilan javob berib koʻring-chi.",
    "Yaxshi savol javobning yarmi boʻladi.",
    "Balki siz ham bu haqda oʻylagansiz-u, keyin unutgansiz.",
    "Yaxshi savol eshik ochadi. Keling, bu eshikni ham ochamiz.",
];

const GUESS: &[&str] = &[
    "Avval oʻzingiz taxmin qiling va javobingizni oxirigacha eslab turing.",
    "Oʻylash uchun uch soniya: siz nima degan boʻlardingiz?",
    "Koʻpchilikda tayyor javob bor. Lekin u toʻgʻrimi?",
    "Birinchi fikr toʻgʻri, chala yoki xato boʻlishi mumkin. Koʻramiz.",
    "Taxminingizni izohda yozing, keyin davomini koʻring.",
];

const CLUE: &[&str] = &[
    "Hamma oʻz koʻzi bilan koʻradigan narsadan boshlaymiz.",
    "Birinchi izni qidiramiz: nima doim shunday, nima esa hech qachon?",
    "Izquvar kabi avval dalil yigʻamiz, keyin tushuntiramiz.",
    "Bitta iz hali isbot emas, ikkitasi esa yoʻlni koʻrsatadi.",
    "Kichik savollar ham muhim: qachon, qayerda, qanchalik tez-tez?",
];

const CAUSE: &[&str] = &[
    "Endi sababini izlaymiz: nima shart, nimani olib tashlasa boʻladi?",
    "Sabablar koʻpincha zanjirga oʻxshaydi: biri ikkinchisiga olib boradi.",
    "Sabablar zanjiridan bitta halqani olsak, u baribir turadimi?",
    "Koʻpincha sabab bitta emas, bir nechtasi birga ishlaydi.",
    "Vaqt yetarli boʻlsa, kichik sabab katta natija beradi.",
];

const WRONG: &[&str] = &[
    "Eng mashhur javob har doim ham toʻgʻri boʻlavermaydi.",
    "Avval nima, keyin nima boʻlganini chalkashtirish oson.",
    "Ikki hodisa yonma-yon kelsa, biri ikkinchisiga sabab degani emas.",
    "Javob haddan tashqari silliq boʻlsa, yana bir tekshiring.",
    "“Hozircha bilmayman” deyish ham yaxshi boshlanish.",
];

const CHECK: &[&str] = &[
    "Qanday tekshiramiz? Fikrimizni rad eta oladigan dalil izlaymiz.",
    "Bir-biridan koʻchirmagan ikki manbani solishtiring.",
    "Manbaning oʻziga bir qarash uzoq bahsdan foydaliroq.",
    "Bu sohani yaxshi biladigan odamdan soʻrang.",
    "Yaxshi javob istisnolarni ham tushuntirib beradi.",
];

const ANSWER: &[&str] = &[
    "Endi boshdagi fikringizni eslang. Nima oʻzgardi?",
    "Bitta fikrni, sizni eng hayron qoldirganini olib qoling.",
    "Qolganini unutsangiz ham, yana bitta savol berishni unutmang.",
    "Endi xarita qoʻlingizda. Yoʻl ham sizniki.",
    "Eng yoqimlisi: bu yogʻiga oʻzingiz davom eta olasiz.",
];

const COURAGE: &[&str] = &[
    "Qiyin tuyuladi, chunki togʻni koʻramiz-u, soʻqmoqni koʻrmaymiz.",
    "Hech kim buni bilib tugʻilmaydi. Hamma bir joydan boshlagan.",
    "Isteʼdod yordam beradi, sabr esa uzoqroqqa olib boradi.",
    "Balki kuchli iroda emas, soddaroq reja kerakdir.",
    "Takrorlagan narsamiz osonlashadi. Butun sir shunda.",
];

const GOAL: &[&str] = &[
    "Avval bir gap bilan aytsa boʻladigan maqsad tanlang.",
    "Maqsad aniq boʻlmasa, har qanday yoʻl toʻgʻri koʻrinadi.",
    "Bu sizga nega kerak? Javobi qiyin kunda kuch beradi.",
    "Natijani tasavvur qiling: uddalasangiz, nima oʻzgaradi?",
    "Muddat belgilang va uni koʻrinadigan joyga yozib qoʻying.",
];

const START: &[&str] = &[
    "Bugun qoʻyish mumkin boʻlgan eng kichik qadamdan boshlang.",
    "Boshlash uchun besh daqiqa yetadi. Taymer qoʻying.",
    "Qulay payt kelishini kutmang: u kamdan-kam keladi.",
    "Joyni tayyorlang, kerakli narsalar qoʻl ostida boʻlsin.",
    "Bor narsadan boshlang, hozircha hech narsa sotib olmang.",
];

const STEPS: &[&str] = &[
    "Yoʻlni kichik qadamlarga boʻling va birma-bir bosib oʻting.",
    "Avval oson qismini bajaring, u ruhingizni koʻtaradi.",
    "Doim kechiktirib kelgan qismini oxiriga qoldirmang.",
    "Har safar bitta narsani oʻzgartiring, shunda foydasi bilinadi.",
    "Qadam katta tuyulsa, uni ikkiga boʻling.",
];

const RHYTHM: &[&str] = &[
    "Har kuni oz-ozdan qilish oyda bir marta koʻp qilishdan yaxshi.",
    "Aniq vaqt tanlang va tish yuvgandek unga amal qiling.",
    "Uni odatdagi ishingizga, masalan, ertalabki choyga bogʻlang.",
    "Bir kun qolib ketsa mayli, ketma-ket ikki kun qoldirmang.",
    "Dam olish ham rejaning bir qismi.",
];

const PITFALL: &[&str] = &[
    "Koʻp uchraydigan xato: hammasini birdan xohlash.",
    "Birinchi kuningizni birovning oʻninchi yili bilan solishtirmang.",
    "Bu haqda oʻqish boshqa, uni bajarish boshqa.",
    "Maslahat koʻp boʻlsa, chalgʻitadi. Bittasini tanlab, sinab koʻring.",
    "Ish bermasa, maqsadni emas, usulni oʻzgartiring.",
];

const OBSTACLE: &[&str] = &[
    "Bir kuni tashlab ketgingiz keladi. Unda nima qilishni hozir hal qiling.",
    "Nima koʻproq xalaqit berishini toping va uni yoʻldan oling.",
    "Telefonni yarim soatga boshqa xonada qoldiring.",
    "Vaqt yoʻqmi? Kechagi soatlar qayerga ketganiga qarang.",
    "Xato ham saboq. Yozib qoʻying va davom eting.",
];

const HELP: &[&str] = &[
    "Maqsadi bir doʻst toping va birga boshlang.",
    "Buni uddalagan odamdan bitta maslahat soʻrang.",
    "Rejangizni kimgadir ayting: shunda tashlab ketish qiyinroq.",
    "Yaxshi ustoz yoki yaxshi kitob ortiqcha yoʻldan asraydi.",
    "Ishingizni ertaroq koʻrsating va fikrlarni tinglang.",
];

const MEASURE: &[&str] = &[
    "Bajarilgan har bir qadamni taqvimda belgilab boring.",
    "Vaqti-vaqti bilan ortga qarang: nima osonlashdi?",
    "Kayfiyatingizni emas, qilgan ishingizni sanang.",
    "Bugun surat yoki qayd qoldiring, keyin solishtirasiz.",
    "Kichik yutuq ham yutuq. Uni ham hisobga oling.",
];

const HARDER: &[&str] = &[
    "Osonlashdimi? Endi biroz qiyinlashtiring.",
    "Sekin uddalasangiz, endi tezroq qilib koʻring.",
    "Boshqaga oʻrgating, nima yetishmayotgani shunda bilinadi.",
    "Foyda berganini qoldiring, bermaganini tashlang.",
    "Vaqti-vaqti bilan asoslarga qayting.",
];

const GO: &[&str] = &[
    "Demak: aniq maqsad, kichik qadam va biroz sabr.",
    "Esda tuting: birinchi qadam bekamu koʻst rejadan muhimroq.",
    "Kichik gʻalabani ham nishonlang. Siz bunga loyiqsiz.",
    "Bu qadamlarni saqlab qoʻying va ertaga yana qayting.",
    "Bir kun kelib, bugun boshlaganingizdan xursand boʻlasiz.",
];

const WHY_A_LIST: &[&str] = &[
    "Roʻyxatdan biror narsa olsangizgina, u foydali boʻladi.",
    "Baʼzilarini bilarsiz, baʼzilari siz uchun yangilik boʻlishi mumkin.",
    "Tinglang va oʻzingizga eng muhimini tanlab oling.",
    "Daftar oling: birortasi albatta asqotadi.",
    "Tartibi haqida bahslashsa boʻladi. Muhimi, boshlash.",
];

const LIST_RECAP: &[&str] = &[
    "Roʻyxatga yana bir qarang: qaysi biri esingizda qoldi?",
    "Bittasini, sizni eng hayron qoldirganini yodda tuting.",
    "Qolganini unutsangiz ham, oʻzingizga asqotadiganini olib qoling.",
    "Nimadir yetishmayaptimi? Roʻyxatni oʻzingiz davom ettiring.",
    "Endi ularni oʻz tartibingizda joylab chiqing va solishtiring.",
];
