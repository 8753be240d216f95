#include "app/dataset/downloads.h"

#include <utility>

namespace latlas::app {
namespace {

Downloads::Survey lookAround() {
  Downloads::Survey survey;
  survey.catalogue = std::make_shared<const fetch::Catalogue>(fetch::loadCatalogue());
  for (const fetch::CatalogueEntry& entry : survey.catalogue->entries) {
    const auto folder = fetch::datasetFolder(entry);
    survey.presence[entry.key] = fetch::presenceOf(entry, folder);
    survey.paths[entry.key] = fetch::pathToOpen(entry, folder);
  }
  return survey;
}

}  // namespace

Downloads::Downloads(std::function<void()> wake) : wake_(std::move(wake)) {}

Downloads::~Downloads() {
  // All at once, before the first is joined.
  for (const auto& [key, job] : jobs_) job->cancel();
}

void Downloads::survey() {
  if (survey_) return;
  survey_ = std::make_unique<Job<Survey>>(
      "read the catalogue of datasets", [](Progress&) { return lookAround(); }, wake_);
}

std::optional<Job<Downloads::Survey>::Ended> Downloads::takeSurvey() {
  if (!survey_) return std::nullopt;
  auto ended = survey_->takeEnded();
  if (ended) survey_ = nullptr;
  return ended;
}

void Downloads::start(const fetch::CatalogueEntry& entry) {
  if (jobs_.contains(entry.key)) return;
  jobs_[entry.key] = std::make_unique<Job<fetch::Fetched>>(
      "download " + entry.title,
      [entry](Progress& progress) {
        return fetch::fetchEntry(entry, fetch::datasetFolder(entry), {}, progress);
      },
      wake_);
}

void Downloads::cancel(const std::string& key) {
  if (const auto job = jobs_.find(key); job != jobs_.end()) job->second->cancel();
}

std::map<std::string, DownloadProgress> Downloads::running() const {
  std::map<std::string, DownloadProgress> all;
  for (const auto& [key, job] : jobs_)
    all[key] = {job->progress().fraction(), job->progress().what()};
  return all;
}

bool Downloads::busy() const { return survey_ || !jobs_.empty(); }

std::vector<Downloads::Ended> Downloads::takeEnded() {
  std::vector<Ended> all;
  for (const auto& [key, job] : jobs_)
    if (auto ended = job->takeEnded()) all.push_back({key, *std::move(ended)});
  for (const Ended& ended : all) jobs_.erase(ended.key);
  return all;
}

}  // namespace latlas::app
