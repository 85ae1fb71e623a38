#!/bin/sh
# Says of which commit each nightly check (tools/nightly.sh) was last green, and fails where
# that is more than 150 commits back, so that no check sleeps. One that never was counts
# from the table's first commit.
set -eu
cd "$(dirname "$0")/.."
table=design/nightly.csv
most=150
if [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" != false ]; then
  echo "skipped: without the whole history the commits since the last night cannot be counted"
  exit 0
fi

# Check, date and commit of the last line that has seconds for it.
last_green() {
  awk -F, 'NR == 1 { n = split($0, name, ","); next }
    { for (i = 3; i <= n; i++) if ($i ~ /^[0-9]+$/) last[i] = $1 " " $2 }
    END { for (i = 3; i <= n; i++) print name[i], (i in last ? last[i] : "never " first) }' \
    first="$(git log --format=%h --diff-filter=A -- "$table" | tail -n 1)" "$table"
}

slept=0
while read -r check date commit; do
  back=$(git rev-list --count "$commit..HEAD" 2>/dev/null || echo none)
  echo "nightly $check: last green $date, of $commit, $back commits back"
  if [ "$back" = none ] || [ "$back" -gt "$most" ]; then slept=1; fi
done <<LINES
$(last_green)
LINES
[ "$slept" = 0 ] || { echo "A nightly check has slept: make nightly." >&2; exit 1; }
