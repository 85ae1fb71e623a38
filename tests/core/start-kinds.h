#ifndef GAUSSMIX_TESTS_START_KINDS_H
#define GAUSSMIX_TESTS_START_KINDS_H

// Kinds of starts: each of them once, and a mixture for searches.

#include <vector>

#include "core/starts/start.h"

inline const std::vector<gaussmix::StartKind> all_kinds = {
    gaussmix::StartKind::kmeans, gaussmix::StartKind::kmeans_whitened,
    gaussmix::StartKind::kmeans_plus_plus, gaussmix::StartKind::random_rows,
    gaussmix::StartKind::random_responsibilities};

inline const std::vector<gaussmix::StartKind> mixed = {
    gaussmix::StartKind::kmeans,           gaussmix::StartKind::kmeans_whitened,
    gaussmix::StartKind::kmeans,           gaussmix::StartKind::kmeans_plus_plus,
    gaussmix::StartKind::random_rows,      gaussmix::StartKind::random_responsibilities,
    gaussmix::StartKind::kmeans_plus_plus, gaussmix::StartKind::random_rows};

#endif
