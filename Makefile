# The everyday commands; each script says what it does.
.PHONY: main-job test check document

main-job:
	sh tools/main-job.sh

test:
	sh tools/tests.sh

check:
	sh tools/check.sh

document:
	sh tools/document.sh
