"""Compares reelcraft with other ways to make the same reel, in one run on the same inputs.

Pictures in slow zooms with crossfades, voice and music, 1080x1920 at 30 frames per second,
libx264. For each way: time on the clock, processor time, memory, size, and how much the encoder
lost (SSIM against its own uncompressed frames). Rounds are interleaved, and medians are told.

usage: compare.py --reelcraft BIN --raw-frames BIN --python BIN --folder FOLDER [--quick]
"""

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT, FPS = 1080, 1920, 30
SCENE_FRAMES, FADE_FRAMES = 135, 15
ZOOM, CRF, VOLUME = 1.15, 23, 0.3
# Zooms by 1 + 0.3 * strength.
STRENGTH = 0.5
MUSIC = ROOT / "reelcraft-local/music/inspirational.mp3"
# The ways whose videos are kept to see what they lost, and the names of their files.
KEPT = {
    "libx264 alone": "libx264",
    "reelcraft, cold": "reelcraft",
    "ffmpeg zoompan + xfade": "zoompan",
    "MoviePy": "moviepy",
}
LINES = [
    "The sea keeps a grain of every mountain.",
    "Rain falls on the rocks, a little at a time.",
    "A river carries what the rain took.",
    "Old ships crossed the bay by the stars.",
    "A whale sings, and the deep answers.",
    "The moon pulls the tide over the sand.",
    "Green islands rise where volcanoes slept.",
    "Fishermen go home before the storm.",
    "Snow waits on the peaks for the spring.",
    "And the sun lifts the water into the clouds.",
]


def run(command, environment=None, cwd=None):
    """Runs a command; gives seconds, processor seconds and the largest process in MB."""
    started = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
    )
    # A pipe that nobody reads would stop it; what it says is short.
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{told.decode(errors='replace')[-2000:]}")
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "rss_mb": usage.ru_maxrss / 1000,
    }


def ffmpeg(*arguments):
    return ["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments]


def ssim(video, frames):
    """The mean SSIM of a video against raw or lossless frames."""
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS)]
    reference = [*(raw if str(frames).endswith(".yuv") else []), "-i", str(frames)]
    command = ["ffmpeg", "-nostdin", "-i", str(video), *reference]
    command += ["-lavfi", "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim"]
    command += ["-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"All:([0-9.]+)", told)[-1])


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = Path(options.folder).resolve()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        memory = Path("/dev/shm")
        for left in memory.glob("reelcraft-bench-*"):
            if not Path("/proc", left.name.rsplit("-", 1)[1]).exists():
                shutil.rmtree(left, ignore_errors=True)
        has_room = memory.is_dir() and shutil.disk_usage(memory).free > 12e9
        self.memory = (memory if has_room else self.folder) / f"reelcraft-bench-{os.getpid()}"
        self.memory.mkdir()
        self.results = {}
        describe = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
        self.commit = subprocess.run(describe, capture_output=True, text=True).stdout.strip()

    def reelcraft(self, *arguments, cache="cache"):
        environment = {"XDG_CACHE_HOME": str(self.folder / cache)}
        return run([self.options.reelcraft, *arguments, "-q"], environment, self.folder)

    def prepare(self):
        """Draws ten pictures and one more, and speaks."""
        text = '[reel]\ntopic = "The sea"\nlanguage = "en"\n'
        for line in [*LINES, "A new island appears in the morning."]:
            text += f'[[scene]]\nline = "{line}"\n'
        (self.folder / "inputs.toml").write_text(text)
        self.reelcraft("visuals", "inputs.toml")
        self.reelcraft("voice", "inputs.toml")
        made = (self.folder / "inputs.toml").read_text()
        self.pictures = re.findall(r'^image = "(.*)"$', made, re.M)
        self.voice = re.search(r'^file = "(.*)"$', made, re.M).group(1)

    def project(self, scenes, name, changed=None, volume=VOLUME, secs=4.5, captions="none"):
        """Writes a project; `changed` is the scene that gets the spare picture."""
        voice = self.folder / f"voice-{scenes}.wav"
        if not voice.exists():
            cut = ["-t", str(scenes * secs - 1), "-i", str(self.folder / self.voice)]
            subprocess.run(ffmpeg(*cut, str(voice)), check=True)
        text = f'[reel]\ntopic = "The sea"\nlanguage = "en"\nfps = {FPS}\n'
        text += f'[voice]\nprovider = "file"\nfile = "{voice.name}"\n'
        text += f'[music]\ntrack = "{MUSIC}"\nvolume = {volume}\n'
        text += f'[captions]\nstyle = "{captions}"\n'
        text += '[transition]\neffect = "crossfade"\nduration = 0.5\n'
        for index in range(scenes):
            picture = self.pictures[-1 if index == changed else index % len(LINES)]
            # Scenes with the same picture differ, or they would be encoded once.
            strength = STRENGTH - 0.001 * (index // len(LINES))
            text += f'[[scene]]\nline = "{LINES[index % len(LINES)]}"\nimage = "{picture}"\n'
            text += f'duration = {secs}\nmotion = "zoom-in"\nstrength = {strength}\n'
        (self.folder / f"{name}.toml").write_text(text)
        return f"{name}.toml"

    def spec(self, scenes, preset):
        """The same reel for other tools: what is seen of each picture, fades centred on cuts."""
        before, after = FADE_FRAMES // 2, FADE_FRAMES - FADE_FRAMES // 2
        listed = []
        for index in range(scenes):
            first = index * SCENE_FRAMES - (before if index else 0)
            last = (index + 1) * SCENE_FRAMES + (after if index + 1 < scenes else 0)
            listed.append(
                {
                    "picture": str(self.folder / self.pictures[index]),
                    "first": first,
                    "frames": last - first,
                    "fade": FADE_FRAMES if index else 0,
                }
            )
        return {
            "scenes": listed,
            "frames": scenes * SCENE_FRAMES,
            "fps": FPS,
            "size": [WIDTH, HEIGHT],
            "zoom": ZOOM,
            "crf": CRF,
            "preset": preset,
            "voice": str(self.folder / f"voice-{scenes}.wav"),
            "music": str(MUSIC),
            "volume": VOLUME,
            "folder": str(self.folder),
        }

    def zoompan(self, spec):
        """FFmpeg's filters as people use them: zoompan on twice the size, xfade."""
        inputs, graph, joined = [], [], None
        for index, scene in enumerate(spec["scenes"]):
            inputs += ["-i", scene["picture"]]
            count = scene["frames"]
            graph.append(
                f"[{index}:v]scale={2 * WIDTH}:{2 * HEIGHT}:flags=lanczos,"
                f"zoompan=z='1+{ZOOM - 1:.2f}*on/{count - 1}':x='iw/2-(iw/zoom/2)'"
                f":y='ih/2-(ih/zoom/2)':d={count}:s={WIDTH}x{HEIGHT}:fps={FPS},"
                f"format=yuv420p,setsar=1[v{index}]"
            )
            if joined is None:
                joined = "v0"
                continue
            offset = scene["first"] / FPS
            graph.append(
                f"[{joined}][v{index}]xfade=transition=fade"
                f":duration={FADE_FRAMES / FPS}:offset={offset}[x{index}]"
            )
            joined = f"x{index}"
        # Left to itself, xfade would give four times as many colour samples as all others encode.
        graph.append(f"[{joined}]format=yuv420p[picture]")
        count = len(spec["scenes"])
        sound = (
            f"[{count}:a]aformat=channel_layouts=stereo,apad,asplit[voice][key];"
            f"[{count + 1}:a]aformat=channel_layouts=stereo,volume={VOLUME}[music];"
            "[music][key]sidechaincompress=threshold=0.03:ratio=8:attack=50:release=400[low];"
            "[voice][low]amix=normalize=0,loudnorm=I=-14:TP=-1,aresample=48000,"
            "aformat=channel_layouts=stereo[sound]"
        )
        media = ["-i", spec["voice"], "-stream_loop", "-1", "-i", spec["music"]]
        return inputs, media, graph, sound

    def run_zoompan(self, spec, output, raw=False):
        inputs, media, graph, sound = self.zoompan(spec)
        length = ["-t", str(spec["frames"] / FPS)]
        if raw:
            graph = ["-filter_complex", ";".join(graph), "-map", "[picture]"]
            return run(ffmpeg(*inputs, *graph, *length, "-f", "rawvideo", output))
        graph = ["-filter_complex", ";".join([*graph, sound]), "-map", "[picture]", "-map", "[sound]"]
        coding = ["-c:v", "libx264", "-preset", spec["preset"], "-crf", str(CRF)]
        coding += ["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]
        return run(ffmpeg(*inputs, *media, *graph, *length, *coding, output))

    def note(self, scenes, preset, way, measured, output=None):
        if output is not None:
            measured["bytes"] = Path(output).stat().st_size
        key = (scenes, preset, way)
        self.results.setdefault(key, []).append(measured)
        print(
            f"  {scenes:3} scenes, {preset:9} {way:28} {measured['wall']:7.2f} s"
            f" {measured['cpu']:7.2f} s cpu {measured['rss_mb']:6.0f} MB",
            flush=True,
        )

    def set_up(self, scenes):
        """The frames that all ways of encoding get, in memory."""
        frames = self.memory / f"ours-{scenes}.yuv"
        project = self.project(scenes, f"reel-{scenes}")
        run([self.options.raw_frames, project, frames], cwd=self.folder)
        return frames

    def round(self, scenes, preset, frames, with_zoompan, with_moviepy):
        name = f"reel-{scenes}"
        output = self.folder / f"{name}.mp4"
        coding = ["--crf", CRF, "--preset", preset]

        def reelcraft(way, **change):
            self.project(scenes, name, **change)
            measured = self.reelcraft("render", f"{name}.toml", *coding)
            self.note(scenes, preset, way, measured, output)

        floor = self.folder / "floor.mp4"
        raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}"]
        raw += ["-r", str(FPS), "-i", frames]
        coded = ["-c:v", "libx264", "-preset", preset, "-crf", CRF]
        measured = run(ffmpeg(*raw, *coded, floor))
        self.note(scenes, preset, "libx264 alone", measured, floor)
        if scenes == 3:
            # What reelcraft sets beside the preset.
            stills = "scenecut=0:rc-lookahead=10:b-adapt=0:me=dia:merange=8"
            stills += ":partitions=i4x4,i8x8"
            stills += ":subme=6:mixed-refs=0" if preset == "medium" else ""
            same = ["-g", "122", "-x264-params", stills]
            measured = run(ffmpeg(*raw, *coded, *same, self.folder / "same.mp4"))
            self.note(scenes, preset, "libx264, same settings", measured, self.folder / "same.mp4")

        shutil.rmtree(self.folder / "cache/reelcraft/segments", ignore_errors=True)
        reelcraft("reelcraft, cold")
        self.keep(scenes, preset, "reelcraft, cold", output)
        reelcraft("reelcraft, nothing changed")
        reelcraft("reelcraft, music changed", volume=0.25)
        reelcraft("reelcraft, a picture changed", volume=0.25, changed=scenes // 2)
        if preset == "veryfast" and scenes == 10:
            # What captions cost: the same, all of it encoded again, beside "cold".
            shutil.rmtree(self.folder / "cache/reelcraft/segments", ignore_errors=True)
            reelcraft("reelcraft, cold, captions word", captions="word")
            output.with_suffix(".srt").unlink(missing_ok=True)

        self.keep(scenes, preset, "libx264 alone", floor)
        spec = self.spec(scenes, preset)
        if with_zoompan:
            peer = self.folder / "zoompan.mp4"
            measured = self.run_zoompan(spec, peer)
            self.note(scenes, preset, "ffmpeg zoompan + xfade", measured, peer)
            self.keep(scenes, preset, "ffmpeg zoompan + xfade", peer)
        if with_moviepy:
            path = self.folder / "moviepy.json"
            path.write_text(json.dumps(spec))
            peer = self.folder / "moviepy.mp4"
            script = ROOT / "benchmarks/moviepy_reel.py"
            measured = run([self.options.python, script, path, peer])
            self.note(scenes, preset, "MoviePy", measured, peer)
            self.keep(scenes, preset, "MoviePy", peer)

    def keep(self, scenes, preset, way, video):
        """Keeps the video of the first round, to see what was lost."""
        kept = self.kept(scenes, preset, way)
        kept.parent.mkdir(exist_ok=True)
        if not kept.exists():
            shutil.copy(video, kept)

    def kept(self, scenes, preset, way):
        return self.folder / "kept" / f"{scenes}-{preset}-{KEPT[way]}.mp4"

    def losses(self, scenes, presets, frames, with_moviepy):
        """SSIM of each way against its own uncompressed frames."""
        zoompan = self.memory / "zoompan.yuv"
        references = {"reelcraft, cold": frames, "libx264 alone": frames}
        references["ffmpeg zoompan + xfade"] = zoompan
        spec = self.spec(scenes, presets[0])
        self.run_zoompan(spec, zoompan, raw=True)
        if with_moviepy:
            references["MoviePy"] = self.memory / "moviepy.mkv"
            path = self.folder / "moviepy.json"
            path.write_text(json.dumps(spec))
            script = ROOT / "benchmarks/moviepy_reel.py"
            run([self.options.python, script, path, references["MoviePy"], "--raw"])
        for (count, preset, way), rounds in self.results.items():
            if count == scenes and way in references and self.kept(count, preset, way).exists():
                rounds[0]["ssim"] = ssim(self.kept(count, preset, way), references[way])
        for reference in references.values():
            reference.unlink(missing_ok=True)

    def qualities(self, scenes):
        """The quality profiles, as people use them."""
        name = f"reel-{scenes}"
        self.project(scenes, name)
        for quality in ["draft", "standard"]:
            shutil.rmtree(self.folder / "cache/reelcraft/segments", ignore_errors=True)
            measured = self.reelcraft("render", f"{name}.toml", "--quality", quality)
            output = self.folder / f"{name}.mp4"
            self.note(scenes, "-", f"reelcraft, quality {quality}", measured, output)

    def previews(self, scenes):
        """How long single frames take as JPEG pictures, once the pictures are loaded."""
        self.project(scenes, f"reel-{scenes}")
        command = [self.options.raw_frames, f"reel-{scenes}.toml", "--preview"]
        told = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=True)
        median, slowest = re.search(r"median ([0-9.]+) ms, slowest ([0-9.]+) ms", told.stderr).groups()
        self.preview = {"median_ms": float(median), "slowest_ms": float(slowest)}

    def memory_of_many(self, scenes, secs):
        """Peak memory does not grow with the scenes; short scenes show as much as long ones."""
        name = f"reel-{scenes}"
        self.project(scenes, name, secs=secs)
        measured = self.reelcraft("render", f"{name}.toml", "--crf", CRF, "--preset", "veryfast")
        self.note(scenes, "veryfast", "reelcraft, cold", measured)

    def table(self):
        def median(rounds, name):
            values = [measured[name] for measured in rounds if name in measured]
            return statistics.median(values) if values else None

        heads = ["scenes", "preset", "", "rounds", "wall", "cpu", "wall / floor", "cpu / floor"]
        heads += ["RSS", "size", "SSIM"]
        rows = ["| " + " | ".join(heads) + " |"]
        rows.append("|--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for (scenes, preset, way), rounds in sorted(self.results.items()):
            floor = self.results.get((scenes, preset, "libx264 alone"))
            wall, cpu = median(rounds, "wall"), median(rounds, "cpu")
            size, loss = median(rounds, "bytes"), median(rounds, "ssim")
            ratios = ["", ""]
            if floor:
                ratios = [f"{wall / median(floor, 'wall'):.2f}", f"{cpu / median(floor, 'cpu'):.2f}"]
            cells = [scenes, preset, way, len(rounds), f"{wall:.2f} s", f"{cpu:.2f} s", *ratios]
            cells += [f"{median(rounds, 'rss_mb'):.0f} MB"]
            cells += [f"{size / 1e6:.2f} MB" if size else "", f"{loss:.4f}" if loss else ""]
            rows.append("| " + " | ".join(str(cell) for cell in cells) + " |")
        rows += ["", *self.captions(median)]
        preview = "A preview frame: median {median_ms} ms, slowest {slowest_ms} ms."
        return "\n".join([*rows, "", preview.format(**self.preview)])

    def captions(self, median):
        """What captions add to the processor time of a render from nothing, in percent."""
        lines = []
        for (scenes, preset, way), rounds in sorted(self.results.items()):
            plain = self.results.get((scenes, preset, "reelcraft, cold"))
            if "captions" in way and plain:
                more = median(rounds, "cpu") / median(plain, "cpu") - 1
                style = way.rsplit(" ", 1)[1]
                lines.append(f"Captions `{style}`, {scenes} scenes, {preset}: {more:+.1%} cpu.")
        return lines

    def keep_raw_numbers(self, table):
        now = datetime.datetime.now()
        folder = ROOT / "benchmarks/runs" / now.strftime("%Y-%m-%d")
        folder.mkdir(parents=True, exist_ok=True)
        model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        facts = {
            "at": now.isoformat(timespec="seconds"),
            "cpu": model.group(1) if model else platform.processor(),
            "cores": len(os.sched_getaffinity(0)),
            "system": platform.platform(),
            "ffmpeg": subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True)
            .stdout.splitlines()[0],
            "commit": self.commit,
            "frames_in": str(self.memory.parent),
            "preview": self.preview,
            "results": [
                {"scenes": scenes, "preset": preset, "way": way, "rounds": rounds}
                for (scenes, preset, way), rounds in self.results.items()
            ],
        }
        name = now.strftime("compare-%H%M%S")
        (folder / f"{name}.json").write_text(json.dumps(facts, indent=1) + "\n")
        (folder / f"{name}.md").write_text(table + "\n")
        print(f"\nraw numbers: {(folder / name).relative_to(ROOT)}.json")

    def all(self):
        self.prepare()
        # Scenes, preset, rounds, and those of them with zoompan and with MoviePy, which take
        # most of the time.
        plan = [
            (3, "veryfast", 3, 3, 2),
            (10, "veryfast", 3, 2, 0),
            (3, "medium", 2, 1, 1),
            (10, "medium", 1, 0, 0),
        ]
        if self.options.quick:
            plan = [(3, "veryfast", 1, 1, 0)]
        frames = {scenes: None for scenes, *_ in plan}
        for scenes in frames:
            frames[scenes] = self.set_up(scenes)
        # Rounds of all plans in turn, so that a noisy minute does not hit one way alone.
        for number in range(max(rounds for _, _, rounds, *_ in plan)):
            print(f"round {number + 1}")
            for scenes, preset, rounds, *peers in plan:
                if number < rounds:
                    wanted = [number < peer_rounds for peer_rounds in peers]
                    self.round(scenes, preset, frames[scenes], *wanted)
            self.qualities(plan[0][0])
        if not self.options.quick:
            self.memory_of_many(100, 2.0)
        for scenes in frames:
            presets = [preset for count, preset, *_ in plan if count == scenes]
            moviepy = any(count == scenes and wanted for count, *_, wanted in plan)
            self.losses(scenes, presets, frames[scenes], moviepy)
        self.previews(plan[0][0])
        table = self.table()
        print("\n" + table)
        self.keep_raw_numbers(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reelcraft", required=True)
    parser.add_argument("--raw-frames", required=True)
    parser.add_argument("--python", required=True, help="one that has MoviePy")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--quick", action="store_true", help="one round of the smallest case")
    # What a run leaves in memory is removed also when it is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    bench = Bench(parser.parse_args())
    try:
        bench.all()
    finally:
        shutil.rmtree(bench.memory, ignore_errors=True)


if __name__ == "__main__":
    main()
