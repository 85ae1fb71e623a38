#!/bin/sh
# Runs commands at the same time and shows what each said, one after the other, with its
# seconds. Fails if one of them failed.
#
#   sh tools/side-by-side.sh 'command' 'command' ...
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# With its name, its output and its exit status in files.
run() {
  begin=$(date +%s)
  code=0
  sh -c "$2" </dev/null >"$work/$1.output" 2>&1 || code=$?
  echo "== $2 ($(($(date +%s) - begin)) s)" >"$work/$1.title"
  echo "$code" >"$work/$1.code"
}

number=0
for command in "$@"; do
  number=$((number + 1))
  run "$number" "$command" &
done
wait
failed=0
for i in $(seq "$number"); do
  cat "$work/$i.title" "$work/$i.output"
  [ "$(cat "$work/$i.code")" = 0 ] || { echo "FAILED: exit status $(cat "$work/$i.code")"; failed=1; }
done
exit "$failed"
