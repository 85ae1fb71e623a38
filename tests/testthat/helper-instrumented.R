# Under sanitizers and valgrind (tools/sanitize-r.sh sets GAUSSMIX_INSTRUMENTED) memory
# and time are those of the tool: tests that measure them are skipped. What they run is
# run by other tests.
skip_if_instrumented <- function() testthat::skip_if(is_instrumented(), "instrumented")

is_instrumented <- function() nzchar(Sys.getenv("GAUSSMIX_INSTRUMENTED"))
