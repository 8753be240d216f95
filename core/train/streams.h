// The random streams of a run: all that is drawn is a pure function of (seed, kind, index), so a
// run that goes on needs no saved generator, and turning one thing on shifts no other's draws.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/random.h"

namespace latlas::train {

enum class StreamKind : std::uint64_t {
  shuffle = 1,       // by epoch
  stepNoise,         // by step: the reparameterization
  evaluationNoise,   // by row
  stepDraws,         // by step: dropout, prior samples, permutations
  stepPixels,        // by step: dynamic binarization
  fixedPixels,       // by row: static binarization
  evaluationPixels,  // by row: dynamic binarization of what is held out
  gaussianNoise,     // by step, as all that follow
  masking,
  missing
};

// Streams of different kinds or indices never meet.
Random streamOf(std::uint64_t seed, StreamKind kind, std::int64_t index);

// Standard normal draws for the reparameterization in step `step`.
void fillStepNoise(std::uint64_t seed, std::int64_t step, std::span<float> noise);

// Draws for evaluations, the same number for each row: a row's are the same at every step, so that
// held-out curves show the model and not the dice.
void fillEvaluationNoise(std::uint64_t seed, std::span<const std::int64_t> rows,
                         std::span<float> noise);

// LossSettings::drawSeed of step `step`.
std::uint64_t drawSeedOf(std::uint64_t seed, std::int64_t step);

}  // namespace latlas::train
