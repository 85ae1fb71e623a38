# Read by the scripts that build with sanitizers (. tools/sanitizer-flags.sh): one
# set of flags, so that what the self-test proves holds for all of them.

# -UNDEBUG keeps the assertions of Eigen, which R's own flags may take away; without
# them and those of libstdc++ an index beyond the end but within the capacity passes.
# -g1 gives lines in reports and builds faster than -g.
checked_flags="-g1 -O1 -fno-omit-frame-pointer -UNDEBUG -D_GLIBCXX_ASSERTIONS"
# What the core's tests themselves compute: sanitized like the core, but compiled in half
# the time.
checked_test_flags="-O0"

# float-cast-overflow is no part of undefined. Nothing is recovered from, so that a
# finding is a failure.
address_flags="-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all"
thread_flags="-fsanitize=thread"

# A request that cannot be met gives a null pointer, as malloc does.
address_options="detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=1"
undefined_options="print_stacktrace=1"
thread_options="halt_on_error=1:second_deadlock_stack=1"

# Stops unless g++ can build and run with the given flag.
require_sanitizer() {
  probe=$(mktemp -d)
  echo 'int main() { return 0; }' >"$probe/probe.cpp"
  # shellcheck disable=SC2086
  if ! g++ $1 "$probe/probe.cpp" -o "$probe/probe" 2>"$probe/log"; then
    cat "$probe/log" >&2
    rm -rf "$probe"
    echo "g++ cannot build with $1: install its sanitizer libraries (Debian, Ubuntu:" \
      "they come with g++) and try again." >&2
    exit 1
  fi
  rm -rf "$probe"
}

# What to put before a command: the thread sanitizer wants its shadow where a kernel with
# much randomisation of addresses may put something else. Containers may forbid to turn
# that off.
without_randomisation() {
  machine=$(uname -m)
  if setarch "$machine" -R true 2>/dev/null; then echo "setarch $machine -R "; fi
}

# What has to be loaded before anything else where the program itself, as R, was built
# without sanitizers.
address_libraries() {
  echo "$(gcc -print-file-name=libasan.so):$(gcc -print-file-name=libubsan.so)"
}
