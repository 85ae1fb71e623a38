# The everyday commands; each script says what it does. design/checks.md has the tiers.
.PHONY: main-job quick test check nightly document style
.PHONY: sanitize-core sanitize-r valgrind sanitize-self-test coverage
.PHONY: benchmark benchmark-guard benchmark-guard-self-test

main-job:
	sh tools/main-job.sh

# After each change: minutes.
quick:
	sh tools/quick.sh

test:
	sh tools/tests.sh

check:
	sh tools/check.sh

# Hours: all that is too slow for every change.
nightly:
	sh tools/nightly.sh

document:
	sh tools/document.sh

style:
	sh tools/check-style.sh

# Memory and threads, each tool by itself.
sanitize-core:
	sh tools/sanitize-core.sh

sanitize-r:
	sh tools/sanitize-r.sh

valgrind:
	sh tools/valgrind.sh

# Faults are planted, and these tools must find them.
sanitize-self-test:
	sh tools/sanitize-self-test.sh

# Which lines the tests do not run.
coverage:
	sh tools/coverage.sh

# All comparisons with other programs (most of an hour, on a machine left alone), and
# the guard that every change passes, with the slowdowns that it must notice.
benchmark:
	sh benchmarks/run.sh

benchmark-guard:
	sh tools/benchmark-guard.sh

benchmark-guard-self-test:
	sh tools/benchmark-guard.sh --self-test
