#ifndef GAUSSMIX_TESTS_SCATTER_REQUESTS_H
#define GAUSSMIX_TESTS_SCATTER_REQUESTS_H

// Every scatter that a pass can be asked for.

#include <vector>

#include "core/nouns/statistics.h"

inline const std::vector<gaussmix::ScatterRequest> requests = {
    {gaussmix::Scatter::none, false},
    {gaussmix::Scatter::diagonal, false},
    {gaussmix::Scatter::diagonal, true},
    {gaussmix::Scatter::full, false},
    {gaussmix::Scatter::full, true}};

#endif
