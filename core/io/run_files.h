// The names of the files that every RUN folder has, or may have, for itself.
#pragma once

#include <array>

namespace latlas::io {

inline constexpr const char* kRunJson = "run.json";
inline constexpr const char* kWeights = "weights.safetensors";
inline constexpr const char* kOptimizer = "optimizer.safetensors";
inline constexpr const char* kBest = "best.safetensors";
inline constexpr const char* kHistory = "history.csv";
inline constexpr const char* kEvents = "events.jsonl";

inline constexpr std::array kRunFiles{kRunJson, kWeights, kOptimizer, kBest, kHistory, kEvents};

}  // namespace latlas::io
