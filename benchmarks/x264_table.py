"""Measures settings of x264 on stills in motion: what each costs, weighs and loses.

One thread, as reelcraft encodes a segment. Times are processor time less that of reading the
frames; SSIM is over all planes against the frames that were encoded.

usage: x264_table.py FRAMES.yuv [FRAMES.yuv ...]

The first 150 frames of each file are taken.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = "1080x1920"
FRAMES = 150
COMMON = "scenecut=0:open-gop=0:8x8dct=1:keyint=122"
STILLS = "rc-lookahead=10:b-adapt=0:me=dia:merange=8:partitions=i4x4,i8x8"
SETTINGS = [
    ("medium", 23, ""),
    ("medium", 23, "rc-lookahead=10"),
    ("medium", 23, STILLS),
    ("medium", 23, f"{STILLS}:subme=6:mixed-refs=0"),
    ("faster", 23, ""),
    ("faster", 23, STILLS),
    ("veryfast", 23, ""),
    ("veryfast", 23, "rc-lookahead=10:b-adapt=0:merange=8"),
    ("veryfast", 23, STILLS),
    ("veryfast", 23, f"{STILLS}:subme=1"),
    ("superfast", 21, ""),
    ("superfast", 19, "mbtree=1:rc-lookahead=5"),
    ("superfast", 19, "mbtree=1:rc-lookahead=8:subme=2"),
    ("superfast", 19, "mbtree=1:rc-lookahead=8:subme=2:b-adapt=0:merange=8"),
    ("ultrafast", 26, ""),
    ("slow", 18, ""),
    ("medium", 18, "rc-lookahead=10"),
    ("medium", 18, f"{STILLS}:subme=6:mixed-refs=0"),
]


def source(frames):
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", SIZE, "-r", "30"]
    return [*raw, "-t", str(FRAMES / 30), "-i", str(frames)]


def cpu(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    ffmpeg = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
    print("| preset | crf | beside that | ms a frame | kbit/s | SSIM | MB |")
    print("|---|--:|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "video.mp4"
        for preset, crf, more in SETTINGS:
            total, bits, frames, loss, memory = 0.0, 0, 0, 0.0, 0.0
            for clip in map(Path, sys.argv[1:]):
                count = min(FRAMES, clip.stat().st_size // (1080 * 1920 * 3 // 2))
                reading, _ = cpu([*ffmpeg, *source(clip), "-f", "null", "-"])
                parameters = f"{COMMON}:{more}" if more else COMMON
                coding = ["-c:v", "libx264", "-threads", "1", "-preset", preset, "-crf", str(crf)]
                coding += ["-x264-params", parameters]
                spent, peak = cpu([*ffmpeg, *source(clip), *coding, str(video)])
                compare = ["ffmpeg", "-nostdin", "-i", str(video), *source(clip)]
                graph = "[0:v]settb=1/30,setpts=N[a];[1:v]settb=1/30,setpts=N[b];[a][b]ssim"
                told = subprocess.run(
                    [*compare, "-lavfi", graph, "-f", "null", "-"], capture_output=True, text=True
                ).stderr
                total += spent - reading
                bits += video.stat().st_size * 8
                frames += count
                loss += float(re.findall(r"All:([0-9.]+)", told)[-1]) * count
                memory = max(memory, peak)
            cells = [preset, crf, more, f"{total / frames * 1000:.1f}"]
            cells += [f"{bits * 30 / frames / 1000:.0f}", f"{loss / frames:.4f}", f"{memory:.0f}"]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    main()
