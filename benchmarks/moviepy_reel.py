"""The same reel with MoviePy: zooming pictures, crossfades, voice and music.

usage: moviepy_reel.py SPEC.json OUTPUT [--raw]
"""

import json
import sys

from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    ImageClip,
    afx,
    vfx,
)

spec = json.load(open(sys.argv[1]))
output = sys.argv[2]
raw = "--raw" in sys.argv[3:]
fps = spec["fps"]

clips = []
for scene in spec["scenes"]:
    secs = scene["frames"] / fps
    clip = ImageClip(scene["picture"]).with_duration(secs)
    zoom = lambda t, secs=secs: spec["zoom"] ** (t / secs)
    clip = clip.resized(zoom).with_position("center")
    clip = clip.with_start(scene["first"] / fps)
    if scene["fade"]:
        clip = clip.with_effects([vfx.CrossFadeIn(scene["fade"] / fps)])
    clips.append(clip)

secs = spec["frames"] / fps
video = CompositeVideoClip(clips, size=tuple(spec["size"])).with_duration(secs)
if raw:
    video.write_videofile(
        output, fps=fps, codec="ffv1", pixel_format="yuv420p", audio=False, logger=None
    )
else:
    voice = AudioFileClip(spec["voice"])
    music = AudioFileClip(spec["music"]).with_effects([afx.AudioLoop(duration=secs)])
    music = music.with_effects([afx.MultiplyVolume(spec["volume"])])
    sound = CompositeAudioClip([voice, music]).with_duration(secs)
    video.with_audio(sound).write_videofile(
        output,
        fps=fps,
        codec="libx264",
        preset=spec["preset"],
        pixel_format="yuv420p",
        ffmpeg_params=["-crf", str(spec["crf"])],
        audio_codec="aac",
        audio_bitrate="192k",
        temp_audiofile_path=spec["folder"],
        logger=None,
    )
