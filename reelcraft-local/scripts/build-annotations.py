#!/usr/bin/env python3
"""Derives data/annotations.tsv, the words that belong to each illustration.

Inputs, unpacked side by side in one folder:

    npm pack cldr-annotations-full cldr-annotations-derived-full \
             cldr-localenames-full emojibase-data
    for file in *.tgz; do mkdir -p "${file%-*}"; tar xzf "$file" -C "${file%-*}"; done

and the unpacked sources of the crate twemoji-assets. Run as:

    scripts/build-annotations.py FOLDER TWEMOJI_ASSETS_FOLDER > data/annotations.tsv

Words come from Unicode CLDR (Unicode-3.0, see data/LICENSE-UNICODE); emojibase-data (MIT) only
says which group an emoji is in. Output: one line an illustration with its emoji as twemoji-assets
spells it, then for English, Russian and Uzbek `name|keyword|keyword`. Flags carry the names of
their countries.
"""

import json
import re
import sys
from pathlib import Path

LANGUAGES = ["en", "ru", "uz"]

# Groups taken whole.
GROUPS = """
animal-mammal animal-bird animal-amphibian animal-reptile animal-marine animal-bug plant-flower
plant-other food-fruit food-vegetable food-prepared food-asian food-sweet drink dishware place-map
place-geographic place-building place-religious place-other transport-ground transport-water
transport-air hotel sky-weather event award-medal sport game arts-crafts clothing sound music
musical-instrument phone computer light-video book-paper money mail writing office lock tool
science medical household other-object country-flag
""".split()

# Single ones taken out of the other groups: the rest are faces, gestures, signs and letters.
PICKED = """
❤ 💌 👻 👽 👾 🤖 💥 💬 💭 💤 💪 🧠 🫀 🫁 🦷 🦴 👁 🤝 👏 ✍ 👣 🗣 👪 👫
👶 🧒 👦 👧 🧑 👨 👩 🧓 👴 👵
🧑‍⚕️ 🧑‍🎓 🧑‍🏫 🧑‍⚖️ 🧑‍🌾 🧑‍🍳 🧑‍🔧 🧑‍🏭 🧑‍💼 🧑‍🔬 🧑‍💻 🧑‍🎤 🧑‍🎨 🧑‍✈️ 🧑‍🚀 🧑‍🚒
👮 🕵 💂 🥷 👷 🤴 👸 🧕 🦸 🧙 🧚 🧛 🧜 🧞 🎅 🚶 🏃 💃 🕺 🧗
🤺 🏇 ⛷ 🏂 🏌 🏄 🚣 🏊 🏋 🚴 🚵 🤸 🤼 🤹 🧘
⌛ ⏳ ⌚ ⏰ ⏱ ⏲ 🕰 ♻ ⚛ ☮ ☯ ♾ 🔱 ☪ 🏁 🚩
""".split()

# Unfit to stand alone on a card: embarrassing, unpleasant, or mostly lettering.
UNFIT = """
🌚 🌝 🌛 🌜 🍆 🍑 🐽 🏩 🏪 🏣 🏤 💈 🚬 ⚰ ⚱ 🪦 🔫 🔪 👙 🩲 🩱 🩳 🚽 🪠 🧻 🪒 🪤 🔞 🎴 🀄 🃏 🎰
📅 📆 🗓 🔇 🔈 🔉 🔕 📵 ♠ ♥ ♦ ♣ 🔏 🔐 💴 💶 💷 📪 📭 📤 📥 🗾 🪰 🪳 🪱 🧿 🪬 🪧 🪪 🚥 🛑 🚏 🪫
🍥 🥠 🥮 🎎 🎍 🎋 🎏 🎐 🎑 🧧 🥌 🀄 🍢 🍘 🩻 🖲 🗜 🦽 🦼 📟 📠 📇 ♨ 🕳 🐓
""".split()

# Keywords that say how a picture looks or feels, or have another everyday meaning.
DULL = {
    "en": """one two three four old new white black red blue green yellow orange brown purple pink
        medium small large big hot cold open closed front back side top up down left right face
        good bad well like love happy sad cute nice cool yes no ok okay fire lit can will may june
        time day night year man woman person people adult object thing symbol sign place building
        set full half high low round square circle long short fast slow quick lol wow omg gg fun
        win live life hit date mad upset fresh sweet goals hundred million billion trillion
        animal plant vehicle travel transport beautiful pretty awesome amazing great perfect
        hands hand body head stop go on off in out over under piece part end beginning start
        birthday celebration celebrate party festival stay stuck turn move line point back play
        close hold check note state capital general change light dark power energy drop rest""",
    "ru": """один одна одно два две три четыре белый черный красный синий зеленый желтый
        оранжевый коричневый новый новая старый старая большой маленький горячий холодный открытый
        закрытый открытая закрытая лицо хороший плохой да нет сзади спереди вверх вниз много
        мало быстро медленно человек люди здание животное растение предмет знак символ место
        транспорт праздник конец начало день время год еда вид часть круг половина вкусно красиво
        супер класс мило милый друг друзья движение путь сила стоп тип линия точка образ""",
    "uz": """bir ikki uch to'rt oq qora qizil ko'k yashil sariq jigarrang yangi eski katta kichik
        issiq sovuq ochiq yopiq yuz yuzi yaxshi yomon ha yo'q orqa old yuqori past ko'p kam tez
        sekin odam inson bino hayvon o'simlik narsa belgi joy transport bayram oxiri boshi kun
        vaqt yil qism o'rta yarim aylana kishi kishilar chiroyli ajoyib do'st do'stlar chiziq
        nuqta yo'l kuch ish uch ot yoz qo'l bosh""",
}

APOSTROPHES = re.compile("[\u2018\u2019\u02bb\u02bc\u0060\u00b4']")


def plain(text):
    return APOSTROPHES.sub("'", text.lower()).replace("ё", "е")


def bare(emoji):
    return emoji.replace("\ufe0f", "")


def tidy(word):
    word = re.sub(r"[|\t“”\"«».,:!()]", " ", word)
    return " ".join(word.split())


def main():
    folder, twemoji = Path(sys.argv[1]), Path(sys.argv[2])
    read = lambda pattern: json.loads(next(folder.glob(pattern)).read_text("utf-8"))

    spelled = {}
    for file in (twemoji / "assets/svg").glob("*.svg"):
        emoji = "".join(chr(int(code, 16)) for code in file.stem.split("-"))
        spelled[bare(emoji)] = emoji

    groups = read("emojibase-data*/package/meta/groups.json")["subgroups"]
    picked, unfit = {bare(e) for e in PICKED}, {bare(e) for e in UNFIT}
    chosen = []
    for entry in read("emojibase-data*/package/en/data.json"):
        emoji = bare(entry["emoji"])
        group = groups.get(str(entry.get("subgroup")), "")
        if (group in GROUPS or emoji in picked) and emoji not in unfit and emoji in spelled:
            chosen.append((emoji, group))

    annotations, territories = {}, {}
    for language in LANGUAGES:
        merged = {}
        for derived, kind in (("", "annotations"), ("-derived", "annotationsDerived")):
            pattern = f"cldr-annotations{derived}-full*/package/{kind}/{language}/annotations.json"
            for emoji, words in read(pattern)[kind]["annotations"].items():
                merged[bare(emoji)] = words
        annotations[language] = merged
        names = read(f"cldr-localenames-full*/package/main/{language}/territories.json")
        territories[language] = names["main"][language]["localeDisplayNames"]["territories"]

    for emoji, group in chosen:
        columns = [spelled[emoji]]
        for language in LANGUAGES:
            if group == "country-flag":
                code = "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in emoji)
                names = [territories[language].get(code, ""),
                         territories[language].get(f"{code}-alt-short", "")]
                names = [n for n in names if len(n) > 3]
                words = [n.split("(")[0] for n in names]
            else:
                entry = annotations[language].get(emoji, {})
                dull = {plain(w) for w in DULL[language].split()}
                words = entry.get("tts", [])[:1]
                words += [w for w in entry.get("default", []) if plain(w) not in dull]
            unique = []
            for word in map(tidy, words):
                fits = 1 <= len(word.split()) <= 3 and len(word) > 1
                if fits and plain(word) not in map(plain, unique):
                    unique.append(word)
                elif not unique:
                    unique.append("")  # no usable name: keep the first place for it
            columns.append("|".join(unique))
        if any(columns[1:]):
            print("\t".join(columns))


main()
