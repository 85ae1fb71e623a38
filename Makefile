# The everyday commands; each script says what it does.
.PHONY: main-job test check document
.PHONY: sanitize sanitize-core sanitize-r valgrind sanitize-self-test
.PHONY: coverage
.PHONY: benchmark benchmark-guard benchmark-guard-self-test

main-job:
	sh tools/main-job.sh

test:
	sh tools/tests.sh

check:
	sh tools/check.sh

document:
	sh tools/document.sh

# Memory and threads: what every change can afford, and each tool by itself.
sanitize:
	sh tools/sanitize.sh

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
