#!/bin/sh
# Renders the practice voices from the stories: voices/<id>/<clip>.al, A-law, 8000 Hz, mono, no header.
# Needs espeak-ng, sox and jq. With arguments renders only the stories of those ids.
#   assets/practice/render.sh [ID ...]
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

render() { # story clip text
    voice=$(jq -r '.voice.name' "$1")
    pitch=$(jq -r '.voice.pitch // 50' "$1")
    speed=$(jq -r '.voice.speed // 160' "$1")
    id=$(jq -r '.id' "$1")
    mkdir -p "voices/$id"
    language=$(jq -r .language "$1")
    printf "%s\n" "$3" | sed -E -f "respell.$language.sed" | espeak-ng -z -v "$voice" -p "$pitch" -s "$speed" --stdin -w "$work/clip.wav"
    # The telephone's band, the quiet at both ends off, peaks at -6 dBFS, 100 ms of room at the end. -R: the same noise
    # each time, so that rendering again changes only what was changed.
    sox -R "$work/clip.wav" -t raw -e a-law -b 8 -c 1 -r 8000 "voices/$id/$2.al" \
        silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse gain -3 sinc 200-3600 gain -n -6 pad 0 0.1
}

for story in stories/*.json; do
    id=$(jq -r '.id' "$story")
    if [ $# -gt 0 ]; then
        case " $* " in *" $id "*) ;; *) continue ;; esac
    fi
    rm -rf "voices/$id"
    jq -r '(.turns | to_entries[] | "\(.key + 1)\t\(.value.say // .value.text)"),
           ((.asides // {}) | to_entries[] | "\(.key)\t\(.value.say // .value.text)")' "$story" > "$work/lines"
    while IFS="$(printf '\t')" read -r clip text; do
        render "$story" "$clip" "$text"
    done < "$work/lines"
    echo "$id: $(cat voices/"$id"/*.al | wc -c) bytes"
done
echo "all: $(cat voices/*/*.al | wc -c) bytes"
