#ifndef GAUSSMIX_CORE_KERNELS_TABLE_H
#define GAUSSMIX_CORE_KERNELS_TABLE_H

#include "../ground/kernels.h"
#include "complete.h"
#include "joint.h"
#include "load.h"
#include "moments.h"
#include "normal.h"
#include "place.h"
#include "regress.h"
#include "respond.h"

namespace gaussmix {
namespace {

constexpr Kernels table = {
    load_column,    load_rows,       pack_factor,   joint_full,
    joint_diagonal, joint_spherical, turn,          respond,
    assign,         label,           weigh,         weighted_sum,
    add_sums,       add_squares,     add_products,  subtract_mixture,
    complete_rows,  joint_of_seen,   weigh_missing, find_missing,
    regress,        complete_sums,   draw_uniforms, draw_normals,
    place_full,     place_diagonal};

}  // namespace
}  // namespace gaussmix

#endif
