#include "core/model/torch/kernels/decomposition_kernel.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/model/torch/kernels/vector_math.h"
#include "core/model/torch/threads/chunks.h"

namespace latlas::model {
namespace {

constexpr std::int64_t kRowsATask = 16;  // samples; each task has gradients of its own to add up

constexpr double kLogTwoPi = 1.8378770664093453;

// One dimension of all posteriors: [n] each.
struct PosteriorDimension {
  const float *mu, *precision, *logNormal;  // logNormal: (logvar + log(2 pi)) / 2
};

// The posteriors by dimension, so that the loop over samples j runs through memory: [latent][n].
struct Posteriors {
  std::vector<float> mu, precision, logNormal;
  std::vector<float> highest;  // [latent], of any weighted log density

  explicit Posteriors(const DecompositionTask& task) {
    const auto size = static_cast<std::size_t>(task.n * task.latent);
    for (auto* part : {&mu, &precision, &logNormal}) part->resize(size);
    const ImportanceWeights& w = task.weights;
    const auto weight = static_cast<float>(std::max({w.own, w.next, w.others}));
    highest.assign(static_cast<std::size_t>(task.latent), -std::numeric_limits<float>::infinity());
    for (std::int64_t j = 0; j < task.n; ++j)
      for (std::int64_t k = 0; k < task.latent; ++k) {
        const auto at = static_cast<std::size_t>(k * task.n + j);
        const float logvar = task.logvar[j * task.latent + k];
        mu[at] = task.mu[j * task.latent + k];
        const float deviation = task.deviation[j * task.latent + k];
        precision[at] = 1.0f / (deviation * deviation);
        logNormal[at] = 0.5f * (logvar + static_cast<float>(kLogTwoPi));
        float& most = highest[static_cast<std::size_t>(k)];
        most = std::max(most, weight - logNormal[at]);
      }
  }

  // Of the one that begins at `at`.
  PosteriorDimension dimension(std::int64_t at) const {
    return {mu.data() + at, precision.data() + at, logNormal.data() + at};
  }
};

// What one task has summed. Gradients are [latent][n].
struct Partial {
  double codeGivenIndex = 0.0, code = 0.0, marginals = 0.0, prior = 0.0;
  std::vector<float> ofMu, ofLogvar;
};

// What one sample is under each posterior j in one dimension: [n] each.
struct DensityDimension {
  float* logs;       // log q(z | x_j)
  float* distances;  // (z - mu_j) / variance_j
  float* shares;     // weighted likelihoods, relative to a bound
};

// Fills `found`, adds the log densities to joint [n], returns the sum of the shares. weights: [n].
LATLAS_INLINE float densities(float z, float bound, const PosteriorDimension& posteriors,
                              const float* weights, const DensityDimension& found, float* joint,
                              std::int64_t n) {
  const float *const mu = posteriors.mu, *const precision = posteriors.precision;
  const float* const logNormal = posteriors.logNormal;
  float *const logs = found.logs, *const distances = found.distances, *const shares = found.shares;
  float total = 0.0f;
#pragma omp simd reduction(+ : total)
  for (std::int64_t j = 0; j < n; ++j) {
    const float difference = z - mu[j], distance = difference * precision[j];
    const float logDensity = -0.5f * difference * distance - logNormal[j];
    const float share = expNegative(std::min(logDensity + weights[j] - bound, 0.0f));
    logs[j] = logDensity;
    distances[j] = distance;
    joint[j] += logDensity;
    shares[j] = share;
    total += share;
  }
  return total;
}

LATLAS_INLINE float maximum(const float* values, std::int64_t count) {
  float highest = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : highest)
  for (std::int64_t i = 0; i < count; ++i) highest = std::max(highest, values[i]);
  return highest;
}

// shares = exp(logs - highest); returns their sum.
LATLAS_INLINE float exponentials(const float* logs, float highest, float* shares,
                                 std::int64_t count) {
  float total = 0.0f;
#pragma omp simd reduction(+ : total)
  for (std::int64_t j = 0; j < count; ++j) {
    const float share = expNegative(logs[j] - highest);
    shares[j] = share;
    total += share;
  }
  return total;
}

// The slopes by log q(z_k | x_j): jointShare joint_j - marginalShare marginal_j.
struct DensitySlopes {
  const float *joint, *marginal;  // [n]
  float jointShare, marginalShare;
};

// From them to those by mu_jk and logvar_jk, which are added to ofMu and ofLogvar [n]; returns what
// z_k has of them.
LATLAS_INLINE float gradients(const DensitySlopes& slopes, const DensityDimension& found,
                              const float* logNormal, float* ofMu, float* ofLogvar,
                              std::int64_t n) {
  const float *const joint = slopes.joint, *const marginal = slopes.marginal;
  const float jointShare = slopes.jointShare, marginalShare = slopes.marginalShare;
  const float *const logs = found.logs, *const distances = found.distances;
  float ofZ = 0.0f;
#pragma omp simd reduction(+ : ofZ)
  for (std::int64_t j = 0; j < n; ++j) {
    const float slope = jointShare * joint[j] - marginalShare * marginal[j];
    const float byMu = slope * distances[j];
    ofMu[j] += byMu;
    // (z - mu)^2 / variance = -2 (log q + logNormal).
    ofLogvar[j] += slope * (-(logs[j] + logNormal[j]) - 0.5f);
    ofZ += byMu;
  }
  return ofZ;
}

// One task's room to work in: [latent][n] and [n].
struct Workspace {
  std::vector<float> logs, distances, shares, weights, joint, jointShares, inverses;

  Workspace(std::int64_t n, std::int64_t latent)
      : logs(static_cast<std::size_t>(n * latent)),
        distances(logs.size()),
        shares(logs.size()),
        weights(static_cast<std::size_t>(n)),
        joint(weights.size()),
        jointShares(weights.size()),
        inverses(static_cast<std::size_t>(latent)) {}

  DensityDimension dimension(std::int64_t at) {
    return {logs.data() + at, distances.data() + at, shares.data() + at};
  }
};

// log sum_j w_j q(z_k | x_j) of sample i in dimension k.
LATLAS_INLINE double marginalOf(const DecompositionTask& task, const Posteriors& posteriors,
                                std::int64_t i, std::int64_t k, Workspace& room) {
  const std::int64_t n = task.n, at = k * n;
  const DensityDimension found = room.dimension(at);
  // No density is higher than the narrowest posterior's; the sum is only taken again by its own
  // maximum when it lies so far below that digits are lost.
  float bound = posteriors.highest[static_cast<std::size_t>(k)];
  float total = densities(task.z[i * task.latent + k], bound, posteriors.dimension(at),
                          room.weights.data(), found, room.joint.data(), n);
  constexpr float fewDigits = 1e-20f;
  if (!(total > fewDigits)) {
    for (std::int64_t j = 0; j < n; ++j)
      found.shares[j] = found.logs[j] + room.weights[static_cast<std::size_t>(j)];
    bound = maximum(found.shares, n);
    total = exponentials(found.shares, bound, found.shares, n);
  }
  room.inverses[static_cast<std::size_t>(k)] = 1.0f / total;
  return static_cast<double>(bound) + std::log(static_cast<double>(total));
}

LATLAS_VECTORIZED void decomposeRows(const DecompositionTask& task, const Posteriors& posteriors,
                                     std::int64_t first, std::int64_t last, float* gradientOfZ,
                                     Partial& out) {
  const std::int64_t n = task.n, latent = task.latent;
  Workspace room(n, latent);
  out.ofMu.assign(gradientOfZ ? room.logs.size() : 0, 0.0f);
  out.ofLogvar.assign(out.ofMu.size(), 0.0f);
  const auto scale = static_cast<float>(task.scale / static_cast<double>(n));
  const auto excess = static_cast<float>(task.beta - 1.0) * scale;
  for (std::int64_t i = first; i < last; ++i) {
    std::fill(room.weights.begin(), room.weights.end(), static_cast<float>(task.weights.others));
    room.weights[static_cast<std::size_t>((i + 1) % n)] = static_cast<float>(task.weights.next);
    room.weights[static_cast<std::size_t>(i)] = static_cast<float>(task.weights.own);
    std::copy(room.weights.begin(), room.weights.end(), room.joint.begin());
    for (std::int64_t k = 0; k < latent; ++k) {
      out.marginals += marginalOf(task, posteriors, i, k, room);
      out.codeGivenIndex += static_cast<double>(room.logs[static_cast<std::size_t>(k * n + i)]);
      const double z = static_cast<double>(task.z[i * latent + k]);
      out.prior -= 0.5 * (z * z + kLogTwoPi);
    }
    const float highest = maximum(room.joint.data(), n);
    const float total = exponentials(room.joint.data(), highest, room.jointShares.data(), n);
    out.code += static_cast<double>(highest) + std::log(static_cast<double>(total));
    if (!gradientOfZ) continue;
    for (std::int64_t k = 0; k < latent; ++k) {
      const std::int64_t at = k * n;
      float *const ofMu = out.ofMu.data() + at, *const ofLogvar = out.ofLogvar.data() + at;
      const DensityDimension found = room.dimension(at);
      const float* const logNormal = posteriors.logNormal.data() + at;
      const float ofZ = gradients({room.jointShares.data(), found.shares, excess / total,
                                   excess * room.inverses[static_cast<std::size_t>(k)]},
                                  found, logNormal, ofMu, ofLogvar, n);
      // log q(z_i | x_i) has no part of others in it; -log p(z) pulls at z alone.
      const float own = found.distances[i] * scale;
      ofMu[i] += own;
      ofLogvar[i] += scale * (-(found.logs[i] + logNormal[i]) - 0.5f);
      gradientOfZ[i * latent + k] += scale * task.z[i * latent + k] - own - ofZ;
    }
  }
}

void addTransposed(const std::vector<float>& from, float* to, std::int64_t n, std::int64_t latent) {
  for (std::int64_t j = 0; j < n; ++j)
    for (std::int64_t k = 0; k < latent; ++k)
      to[j * latent + k] += from[static_cast<std::size_t>(k * n + j)];
}

}  // namespace

ImportanceWeights importanceWeights(TcEstimator estimator, std::int64_t n, std::int64_t total) {
  if (n < 2) return {};
  const auto count = static_cast<double>(n), all = static_cast<double>(std::max(n, total));
  if (estimator == TcEstimator::weighted) {
    const double each = -std::log(count * all);
    return {each, each, each};
  }
  const double others = count - 1.0;
  return {-std::log(all), std::log((all - others) / (all * others)), -std::log(others)};
}

Decomposition decompose(const DecompositionTask& task, const DecompositionGradient& gradient) {
  const Posteriors posteriors(task);
  std::vector<Partial> partials(static_cast<std::size_t>((task.n + kRowsATask - 1) / kRowsATask));
  forChunks(task.n, kRowsATask, [&](std::int64_t first, std::int64_t last) {
    decomposeRows(task, posteriors, first, last, gradient.z,
                  partials[static_cast<std::size_t>(first / kRowsATask)]);
  });
  Partial sums;
  for (const Partial& partial : partials) {
    sums.codeGivenIndex += partial.codeGivenIndex;
    sums.code += partial.code;
    sums.marginals += partial.marginals;
    sums.prior += partial.prior;
    if (!gradient.z) continue;
    addTransposed(partial.ofMu, gradient.mu, task.n, task.latent);
    addTransposed(partial.ofLogvar, gradient.logvar, task.n, task.latent);
  }
  const auto count = static_cast<double>(task.n);
  return {(sums.codeGivenIndex - sums.code) / count, (sums.code - sums.marginals) / count,
          (sums.marginals - sums.prior) / count};
}

}  // namespace latlas::model
