#include "core/model/torch/threads/thread_choice.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/model/torch/threads/threads.h"

namespace latlas::model {
namespace {

// More than these share a batch's work no better: a step takes 2 ms (MLP) to 100 ms (convolutions).
constexpr int kMostThreads = 16;
// A count has to be so much faster than a smaller one: less is noise.
constexpr double kWorthwhile = 1.05;
// Cores that other programs may need beside what is left free; the desktop itself needs some.
constexpr double kTolerated = 0.25;

// For which a busy machine's measurement is taken at most.
constexpr std::int64_t kBusySeconds = 3600;
// Long enough to tell a busy core by clock ticks of 10 ms, short enough not to be felt.
constexpr std::chrono::milliseconds kRest{80};

// Beside a window one core is for drawing and one for inference.
int coresToUse(Purpose purpose, int cores) {
  return purpose == Purpose::training ? cores - 2 : cores;
}

std::string counted(int threads) {
  return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (const auto colon = line.find(": ");
        line.starts_with("model name") && colon != std::string::npos)
      return line.substr(colon + 2);
  return "processor";
}

// Everything that decides how long a step takes.
std::string memoryKey(const LearnerRequest& request, const ThreadMachine& machine) {
  Config config{.model = request.spec.config};
  std::string key = machine.name + ", " + std::to_string(machine.cores) + " cores, " +
                    machine.library + ", " + data::toString(request.spec.shape) + ", batch " +
                    std::to_string(request.batch) +
                    (request.purpose == Purpose::training ? ", beside a window" : "") +
                    ", a batch shared by its rows";
  for (const char* name : {"model", "hidden", "channels", "latent", "activation", "objective",
                           "likelihood", "batch_norm", "dropout"})
    key += std::string(", ") + name + " " + keyValue(config, name);
  return key;
}

using Rates = std::vector<std::pair<int, double>>;  // by the number of threads

struct Measured {
  Rates rates;  // empty when nothing usable is remembered
  bool wasBusy = false;
};

nlohmann::json readMemory(const std::filesystem::path& path) {
  try {
    nlohmann::json json = nlohmann::json::parse(readText(path), nullptr, false);
    if (json.is_object()) return json;
  } catch (const Error&) {
    // Not there yet, or not readable: measured anew.
  }
  return nlohmann::json::object();
}

// Not by a version that did not look at what other programs did meanwhile.
Measured remembered(const ThreadMachine& machine, const std::string& key,
                    const std::vector<int>& candidates) {
  const nlohmann::json memory = readMemory(machine.memory);
  const auto found = memory.find(key);
  if (found == memory.end() || !found->is_object() || !found->contains("others")) return {};
  Measured measured;
  if (const auto busy = found->find("busy_at"); busy != found->end()) {
    const std::int64_t at = busy->is_number_integer() ? busy->get<std::int64_t>() : 0;
    if (machine.now < at || machine.now - at > kBusySeconds) return {};
    measured.wasBusy = true;
  }
  for (const int count : candidates) {
    const auto rate = found->find(std::to_string(count));
    if (rate == found->end() || !rate->is_number()) return {};
    measured.rates.emplace_back(count, rate->get<double>());
  }
  return measured;
}

void remember(const ThreadMachine& machine, const std::string& key, const Measured& measured,
              double others) {
  nlohmann::json memory = readMemory(machine.memory);
  nlohmann::json& entry = memory[key] = nlohmann::json::object();
  for (const auto& [count, rate] : measured.rates) entry[std::to_string(count)] = std::round(rate);
  entry["others"] = std::round(others * 100.0) / 100.0;
  if (measured.wasBusy) entry["busy_at"] = machine.now;
  try {
    writeFileAtomically(machine.memory, memory.dump(2) + '\n');
  } catch (const Error&) {
    // It costs no more than measuring again.
  }
}

double othersNow(const ThreadMachine& machine) {
  const ProcessorUse before = machine.use();
  machine.rest();
  return coresOfOthers(before, machine.use());
}

std::string shortRate(double rate) {
  char text[32];
  std::snprintf(text, sizeof text,
                rate >= 1e4   ? "%.0fk"
                : rate >= 1e3 ? "%.1fk"
                              : "%.0f",
                rate >= 1e3 ? rate / 1e3 : rate);
  return text;
}

ThreadChoice chooseByRates(const Measured& measured) {
  const Rates& rates = measured.rates;
  ThreadChoice choice{rates.front().first, {}};
  double best = rates.front().second;
  for (const auto& [count, rate] : rates)
    if (rate > best * kWorthwhile) {
      best = rate;
      choice.count = count;
    }
  choice.why = counted(choice.count) + (measured.wasBusy ? ", measured while the machine was busy ("
                                                         : ", the fastest measured here (");
  for (const auto& [count, rate] : rates)
    choice.why += (count == rates.front().first ? "" : ", ") + std::to_string(count) + ": " +
                  shortRate(rate) + "/s";
  choice.why += ")";
  return choice;
}

}  // namespace

ThreadMachine thisMachine(std::string library, std::function<double(int)> measure) {
  return {processorName(),
          std::move(library),
          std::max(1, static_cast<int>(std::thread::hardware_concurrency())),
          threadsSleepWhenTheyWait(),
          userCacheFolder() / "threads.json",
          std::move(measure),
          processorUse,
          [] { std::this_thread::sleep_for(kRest); },
          static_cast<std::int64_t>(std::time(nullptr))};
}

std::vector<int> threadCandidates(Purpose purpose, int cores, bool threadsSleep) {
  std::vector<int> candidates{1};
  if (!threadsSleep) return candidates;
  const int most = std::min(kMostThreads, coresToUse(purpose, cores));
  for (int count = 2; count <= most; count *= 2) candidates.push_back(count);
  return candidates;
}

ThreadChoice chooseThreads(const LearnerRequest& request, const ThreadMachine& machine) {
  if (request.threads > 0) return {request.threads, counted(request.threads) + ", as asked"};
  if (request.threadsBefore > 0 && request.threadsBefore <= machine.cores)
    return {request.threadsBefore, counted(request.threadsBefore) + ", as in the run so far"};
  const std::vector<int> candidates =
      threadCandidates(request.purpose, machine.cores, machine.threadsSleep);
  // Evaluation works on large batches, which share well.
  if (request.purpose == Purpose::evaluation)
    return {candidates.back(), counted(candidates.back()) + ", one a core"};
  if (candidates.size() == 1) {
    const bool isBesideWindow = request.purpose == Purpose::training && machine.cores > 1;
    return {1, isBesideWindow ? "1 thread: the other cores draw the window" : "1 thread"};
  }
  const std::string key = memoryKey(request, machine);
  const Measured known = remembered(machine, key, candidates);
  const int free = coresToUse(request.purpose, machine.cores) - candidates.back();
  const auto areNeeded = [free](double others) { return others > free + kTolerated; };
  if (!known.rates.empty() && (!known.wasBusy || areNeeded(othersNow(machine))))
    return chooseByRates(known);
  const ProcessorUse before = machine.use();
  Measured measured;
  for (const int count : candidates) measured.rates.emplace_back(count, machine.measure(count));
  const double others = coresOfOthers(before, machine.use());
  measured.wasBusy = areNeeded(others);
  // No better than what there is, which repeats the last run.
  if (measured.wasBusy && !known.rates.empty()) return chooseByRates(known);
  remember(machine, key, measured, others);
  return chooseByRates(measured);
}

}  // namespace latlas::model
