#!/usr/bin/env bash
# From a topic to a video with curl alone: the six operations with their plain bodies, then the
# same as jobs that are watched. The service must be running: reelcraft serve
#   scripts/try-api.sh [http://127.0.0.1:8080] [video.mp4] [LINES]     the first lines alone
set -euo pipefail

url=${1:-http://127.0.0.1:8080}
video=${2:-reel.mp4}
most=${3:-100}
ask=(curl -sS --fail-with-body)
[ -z "${REELCRAFT_API_TOKEN:-}" ] || ask+=(-H "Authorization: Bearer $REELCRAFT_API_TOKEN")
json=(-H 'Content-Type: application/json')

# post PATH BODY: the answer, or what is wrong with the request.
post() {
    "${ask[@]}" "${json[@]}" "$url$1" -d "$2"
}
# job PATH BODY: the job as it is told by the last of its events. The stream ends when the job does.
job() {
    local location
    location=$("${ask[@]}" "${json[@]}" -H 'Prefer: respond-async' -D - -o /dev/null "$url$1" -d "$2" |
        sed -n 's/^[Ll]ocation: *//p' | tr -d '\r')
    "${ask[@]}" -N "$url$location/events" | sed -n 's/^data: //p' | tail -n 1 | grep '"state":"succeeded"'
}
# field NAME: the texts of a field, one a line.
field() {
    grep -oE "\"$1\":\"([^\"\\\\]|\\\\.)*\"" | sed "s/^\"$1\":\"//; s/\"\$//"
}
# lines: the list of the field `script`, or its beginning, as JSON.
lines() {
    grep -oE '"script":\[[^]]*\]' | sed 's/^"script"://' |
        grep -oE '"([^"\\]|\\.)*"' | head -n "$most" | paste -sd, | sed 's/.*/[&]/'
}
# scenes_of IMAGES: scenes of 4.5 seconds, as JSON.
scenes_of() {
    sed 's/.*/{"image_url": "&", "duration": 4.5}/' <<<"$1" | paste -sd,
}
# render_of SCENES VOICE: the body of a render.
render_of() {
    cat <<BODY
{"scenes": [$1], "voiceover_url": "$2", "music_url": "/music/inspirational.mp3",
 "music_volume": 0.3, "transition_effect": "crossfade"}
BODY
}

topic='{"topic": "Why the sea is salty"}'
echo "1. script"
script=$(post /api/generate/script "$topic" | lines)
echo "   $script"

echo "2. visuals"
visuals=$(post /api/generate/visuals "{\"script\": $script}")
images=$(field image_url <<<"$visuals")
prompt=$(field image_prompt <<<"$visuals" | head -n 1)
echo "$images" | sed 's/^/   /'

echo "3. another picture for the first scene: $prompt"
first=$(post /api/regenerate/image "{\"image_prompt\": \"$prompt\"}" | field image_url)
echo "   $first"

echo "4. one's own picture for the second scene"
picture=$(mktemp --suffix .jpg)
trap 'rm -f "$picture"' EXIT
"${ask[@]}" "$url$(sed -n 2p <<<"$images")" -o "$picture"
own=$("${ask[@]}" "$url/api/upload/image" -F "file=@$picture" | field image_url)
echo "   $own"

echo "5. voiceover"
voice=$(post /api/generate/voiceover "{\"script\": $script}" | field audio_url)
echo "   $voice"

echo "6. video"
mine=$(printf '%s\n%s\n' "$first" "$own"; sed 1,2d <<<"$images")
render=$(render_of "$(scenes_of "$mine")" "$voice")
made=$(post /api/render/video "$render" | field video_url)
"${ask[@]}" "$url$made" -o "$video"
echo "   $made -> $video"

echo "7. the same as jobs; what was made before costs nothing"
script=$(job /api/generate/script "$topic" | lines)
visuals=$(job /api/generate/visuals "{\"script\": $script}")
images=$(sed 's/"result":.*//' <<<"$visuals" | field image_url)
job /api/regenerate/image "{\"image_prompt\": \"$prompt\"}" >/dev/null
voice=$(job /api/generate/voiceover "{\"script\": $script}" | field audio_url | tail -n 1)
made=$(job /api/render/video "$(render_of "$(scenes_of "$mine")" "$voice")" | field video_url)
echo "$images" | sed 's/^/   /'
echo "   $made"
[ "$(wc -l <<<"$images")" = "$(wc -l <<<"$mine")" ]
