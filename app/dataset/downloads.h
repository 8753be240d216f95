// The window's downloads: each a job of its own, so that several run at once and none is waited
// for.
// Threading: UI thread; the work is done on jobs' threads.
// Owns: the jobs; on destruction they are cancelled, and what came stays for the next time.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/dataset/dataset_state.h"
#include "core/base/job.h"
#include "core/fetch/fetch.h"

namespace latlas::app {

class Downloads {
 public:
  explicit Downloads(std::function<void()> wake);
  ~Downloads();

  // The catalogue, and what of it is on this machine.
  struct Survey {
    std::shared_ptr<const fetch::Catalogue> catalogue;
    std::map<std::string, fetch::Presence> presence;     // by key
    std::map<std::string, std::filesystem::path> paths;  // by key: what to open
  };
  // Reads both. One that still runs is left alone.
  void survey();
  std::optional<Job<Survey>::Ended> takeSurvey();

  // Nothing when it runs already.
  void start(const fetch::CatalogueEntry& entry);
  void cancel(const std::string& key);
  // By key.
  std::map<std::string, DownloadProgress> running() const;
  bool busy() const;

  struct Ended {
    std::string key;
    Job<fetch::Fetched>::Ended end;
  };
  std::vector<Ended> takeEnded();

 private:
  std::function<void()> wake_;
  std::unique_ptr<Job<Survey>> survey_;
  std::map<std::string, std::unique_ptr<Job<fetch::Fetched>>> jobs_;
};

}  // namespace latlas::app
