# The everyday commands; each script says what it does.
.PHONY: main-job test check document
.PHONY: sanitize sanitize-core sanitize-r valgrind sanitize-self-test

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
