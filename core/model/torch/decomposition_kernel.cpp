#include "core/model/torch/decomposition_kernel.h"

#include <limits>
#include <vector>

#include "core/model/torch/chunks.h"
#include "core/model/torch/vector_math.h"

namespace latlas::model {
namespace {

constexpr std::int64_t rowsATask = 16;  // samples; each task has gradients of its own to add up

// The posteriors by dimension, so that the loop over samples j runs through memory: [latent][n].
struct Posteriors {
  std::vector<float> mu, precision, logNormal;  // logNormal: (logvar + log(2 pi)) / 2

  explicit Posteriors(const DecompositionTask& task) {
    const auto size = static_cast<std::size_t>(task.n * task.latent);
    for (auto* part : {&mu, &precision, &logNormal}) part->resize(size);
    constexpr double logTwoPi = 1.8378770664093453;
    for (std::int64_t j = 0; j < task.n; ++j)
      for (std::int64_t k = 0; k < task.latent; ++k) {
        const auto at = static_cast<std::size_t>(k * task.n + j);
        const float logvar = task.logvar[j * task.latent + k];
        mu[at] = task.mu[j * task.latent + k];
        precision[at] = std::exp(-logvar);
        logNormal[at] = 0.5f * (logvar + static_cast<float>(logTwoPi));
      }
  }
};

// What one task has summed. Gradients are [latent][n].
struct Partial {
  double codeGivenIndex = 0.0, code = 0.0, marginals = 0.0, prior = 0.0;
  std::vector<float> ofMu, ofLogvar;
};

LATLAS_INLINE float maximum(const float* values, std::int64_t count) {
  std::array<float, 16> lanes;
  lanes.fill(-std::numeric_limits<float>::infinity());
  std::int64_t i = 0;
  for (; i + 16 <= count; i += 16)
    for (std::int64_t lane = 0; lane < 16; ++lane) {
      float& highest = lanes[static_cast<std::size_t>(lane)];
      highest = std::max(highest, values[i + lane]);
    }
  float highest = lanes[0];
  for (const float lane : lanes) highest = std::max(highest, lane);
  for (; i < count; ++i) highest = std::max(highest, values[i]);
  return highest;
}

// shares = exp(logs - max); returns log sum exp(logs), and 1 / their sum.
struct LogSum {
  double value;
  float inverse;
};
LATLAS_INLINE LogSum logSumExp(const float* logs, float* shares, std::int64_t count) {
  const float highest = maximum(logs, count);
  for (std::int64_t j = 0; j < count; ++j) shares[j] = expNegative(logs[j] - highest);
  const double total = sum(shares, count);
  return {static_cast<double>(highest) + std::log(total), static_cast<float>(1.0 / total)};
}

// One dimension of sample i against all samples j: log q(z_ik | x_jk) and the standardized
// distances u = (z - mu) / variance.
LATLAS_INLINE void densities(float z, const float* mu, const float* precision,
                             const float* logNormal, float* logs, float* distances, float* all,
                             std::int64_t n) {
  for (std::int64_t j = 0; j < n; ++j) {
    const float difference = z - mu[j], distance = difference * precision[j];
    const float logDensity = -0.5f * difference * distance - logNormal[j];
    logs[j] = logDensity;
    distances[j] = distance;
    all[j] += logDensity;
  }
}

// g_j = (beta - 1) (P_j - Q_j): by log q(z_ik | x_jk). Adds to the gradients of mu and logvar and
// returns the part of z's in `ofZ`.
LATLAS_INLINE void gradients(const float* joint, const float* marginal, float jointShare,
                             float marginalShare, const float* logs, const float* distances,
                             const float* logNormal, float* ofMu, float* ofLogvar, float* ofZ,
                             std::int64_t n) {
  for (std::int64_t j = 0; j < n; ++j) {
    const float slope = jointShare * joint[j] - marginalShare * marginal[j];
    const float byMu = slope * distances[j];
    ofMu[j] += byMu;
    // (z - mu)^2 / variance = -2 (log q + logNormal).
    ofLogvar[j] += slope * (-(logs[j] + logNormal[j]) - 0.5f);
    ofZ[j] = byMu;
  }
}

LATLAS_VECTORIZED void decomposeRows(const DecompositionTask& task, const Posteriors& posteriors,
                                     std::int64_t first, std::int64_t last, float* gradientOfZ,
                                     Partial& out) {
  const std::int64_t n = task.n, latent = task.latent;
  const auto size = static_cast<std::size_t>(n * latent), row = static_cast<std::size_t>(n);
  std::vector<float> logs(size), distances(size), shares(size), weights(row), joint(row),
      jointShares(row), weighted(row), ofZ(row);
  std::vector<float> inverses(static_cast<std::size_t>(latent));
  out.ofMu.assign(gradientOfZ ? size : 0, 0.0f);
  out.ofLogvar.assign(gradientOfZ ? size : 0, 0.0f);
  const auto scale = static_cast<float>(task.scale / static_cast<double>(n));
  const auto excess = static_cast<float>(task.beta - 1.0) * scale;
  for (std::int64_t i = first; i < last; ++i) {
    std::fill(weights.begin(), weights.end(), static_cast<float>(task.weights.others));
    weights[static_cast<std::size_t>((i + 1) % n)] = static_cast<float>(task.weights.next);
    weights[static_cast<std::size_t>(i)] = static_cast<float>(task.weights.own);
    joint = weights;
    for (std::int64_t k = 0; k < latent; ++k) {
      float* const of = logs.data() + k * n;
      densities(task.z[i * latent + k], posteriors.mu.data() + k * n,
                posteriors.precision.data() + k * n, posteriors.logNormal.data() + k * n, of,
                distances.data() + k * n, joint.data(), n);
      out.codeGivenIndex += static_cast<double>(of[i]);
      for (std::int64_t j = 0; j < n; ++j)
        weighted[static_cast<std::size_t>(j)] = of[j] + weights[static_cast<std::size_t>(j)];
      const LogSum marginal = logSumExp(weighted.data(), shares.data() + k * n, n);
      out.marginals += marginal.value;
      inverses[static_cast<std::size_t>(k)] = marginal.inverse;
      const double z = static_cast<double>(task.z[i * latent + k]);
      out.prior -= 0.5 * (z * z + 1.8378770664093453);
    }
    const LogSum whole = logSumExp(joint.data(), jointShares.data(), n);
    out.code += whole.value;
    if (!gradientOfZ) continue;
    for (std::int64_t k = 0; k < latent; ++k) {
      float *const ofMu = out.ofMu.data() + k * n, *const ofLogvar = out.ofLogvar.data() + k * n;
      const float* const distance = distances.data() + k * n;
      gradients(jointShares.data(), shares.data() + k * n, excess * whole.inverse,
                excess * inverses[static_cast<std::size_t>(k)], logs.data() + k * n, distance,
                posteriors.logNormal.data() + k * n, ofMu, ofLogvar, ofZ.data(), n);
      // log q(z_i | x_i) has no part of others in it; -log p(z) pulls at z alone.
      const float own = distance[i] * scale, z = task.z[i * latent + k];
      ofMu[i] += own;
      ofLogvar[i] += scale * (-(logs[static_cast<std::size_t>(k * n + i)] +
                                posteriors.logNormal[static_cast<std::size_t>(k * n + i)]) -
                              0.5f);
      gradientOfZ[i * latent + k] +=
          scale * z - own - static_cast<float>(sum(ofZ.data(), n));
    }
  }
}

void addTransposed(const std::vector<float>& from, float* to, std::int64_t n,
                   std::int64_t latent) {
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

Decomposition decompose(const DecompositionTask& task, float* ofZ, float* ofMu,
                        float* ofLogvar) {
  const Posteriors posteriors(task);
  std::vector<Partial> partials(
      static_cast<std::size_t>((task.n + rowsATask - 1) / rowsATask));
  forChunks(task.n, rowsATask, [&](std::int64_t first, std::int64_t last) {
    decomposeRows(task, posteriors, first, last, ofZ,
                  partials[static_cast<std::size_t>(first / rowsATask)]);
  });
  Partial sums;
  for (const Partial& partial : partials) {
    sums.codeGivenIndex += partial.codeGivenIndex;
    sums.code += partial.code;
    sums.marginals += partial.marginals;
    sums.prior += partial.prior;
    if (!ofZ) continue;
    addTransposed(partial.ofMu, ofMu, task.n, task.latent);
    addTransposed(partial.ofLogvar, ofLogvar, task.n, task.latent);
  }
  const auto count = static_cast<double>(task.n);
  return {(sums.codeGivenIndex - sums.code) / count, (sums.code - sums.marginals) / count,
          (sums.marginals - sums.prior) / count};
}

}  // namespace latlas::model
