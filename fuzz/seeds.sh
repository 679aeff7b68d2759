#!/bin/sh
# Writes the first corpus: the catalog's files and the broken cases for read_case, their rules for rule.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/read_case corpus/rule
count=0
for file in ../catalog/*/*/*.yaml; do
    count=$((count + 1))
    cp "$file" "corpus/read_case/catalog-$count.yaml"
done
for file in ../suite/broken/*.md; do
    name=$(basename "$file" .md)
    # All YAML fences of a broken case, one after the other: the parts stand beside each other in one file.
    awk '/^```yaml/ { inside = 1; next } /^```/ { inside = 0 } inside' "$file" > "corpus/read_case/broken-$name.yaml"
done
count=0
sed -n 's/^.*\(if\|never\|always\|rule\|when\|needs\|within\|asks\|realises\|precondition\): *\("[^"]*"\|[^,}]*\).*$/\2/p' \
    ../catalog/*/*/*.yaml ../suite/broken/*.md | tr -d '"' | sort -u | while read -r rule; do
    count=$((count + 1))
    printf '%s' "$rule" > "corpus/rule/rule-$count"
done
ls corpus/read_case | wc -l
ls corpus/rule | wc -l
