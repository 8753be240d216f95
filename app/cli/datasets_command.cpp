// latlas datasets: lists the datasets that can be downloaded; `datasets get` downloads one.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "app/cli/progress_line.h"
#include "app/cli/subcommands.h"
#include "core/base/format.h"
#include "core/base/job.h"
#include "core/fetch/fetch.h"

namespace latlas::cli {
namespace {

struct DatasetsOptions {
  std::filesystem::path catalogue;
  std::string name;
  std::filesystem::path to;
  bool json = false;
};

std::string shapeText(const std::array<int, 3>& shape) {
  return std::to_string(shape[0]) + "x" + std::to_string(shape[1]) + "x" + std::to_string(shape[2]);
}

std::string sizeText(const fetch::CatalogueEntry& entry) {
  return (fetch::downloadBytesAreExact(entry) ? "" : "about ") +
         byteSize(fetch::downloadBytes(entry));
}

// Without the names and conditions in brackets behind it, which make no table.
std::string shortLicence(const fetch::CatalogueEntry& entry) {
  return entry.licence.substr(0, entry.licence.find(" ("));
}

std::string presenceText(const fetch::Presence& presence) {
  if (presence.isHere) return "yes";
  if (presence.fraction <= 0.0) return "no";
  return std::to_string(static_cast<int>(100.0 * presence.fraction)) + " %";
}

nlohmann::json describe(const fetch::CatalogueEntry& entry) {
  const auto folder = fetch::datasetFolder(entry);
  const fetch::Presence presence = fetch::presenceOf(entry, folder);
  return {{"key", entry.key},
          {"title", entry.title},
          {"description", entry.description},
          {"count", entry.count},
          {"shape", entry.shape},
          {"bytes", fetch::downloadBytes(entry)},
          {"bytes_are_exact", fetch::downloadBytesAreExact(entry)},
          {"licence", entry.licence},
          {"citation", entry.citation},
          {"homepage", entry.homepage},
          {"here", presence.isHere},
          {"fraction", presence.fraction},
          {"path", fetch::pathToOpen(entry, folder).string()}};
}

// Columns as wide as their widest text; the last is not padded.
void printTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    std::cout << line << row.back() << "\n";
  }
}

int listDatasets(const DatasetsOptions& options) {
  const fetch::Catalogue catalogue = fetch::loadCatalogue(options.catalogue);
  if (options.json) {
    nlohmann::json all = nlohmann::json::array();
    for (const auto& entry : catalogue.entries) all.push_back(describe(entry));
    printJson({{"datasets", std::move(all)}});
    return kDone;
  }
  std::vector<std::vector<std::string>> rows{
      {"NAME", "IMAGES", "SHAPE", "DOWNLOAD", "HERE", "LICENCE"}};
  for (const auto& entry : catalogue.entries)
    rows.push_back({entry.key, std::to_string(entry.count), shapeText(entry.shape), sizeText(entry),
                    presenceText(fetch::presenceOf(entry, fetch::datasetFolder(entry))),
                    shortLicence(entry)});
  printTable(rows);
  return kDone;
}

const fetch::CatalogueEntry& requireEntry(const fetch::Catalogue& catalogue,
                                          const std::string& name) {
  const auto* found = fetch::findEntry(catalogue, name);
  std::vector<std::string> keys;
  for (const auto& entry : catalogue.entries) keys.push_back(entry.key);
  if (found == nullptr) requireKnown("dataset", name, keys);
  return *found;
}

fetch::Fetched fetchWithProgress(const fetch::CatalogueEntry& entry,
                                 const std::filesystem::path& folder) {
  Job<fetch::Fetched> job("download " + entry.title, [&](Progress& progress) {
    return fetch::fetchEntry(entry, folder, {}, progress);
  });
  ProgressLine line("Downloading " + entry.title);
  for (;;) {
    if (auto ended = job.takeEnded()) {
      if (ended->failure) throw Error(ended->failure->message);
      return *std::move(ended->result);
    }
    if (line.isDue()) line.show(job.progress().fraction(), job.progress().what());
    // Short beside what a person notices; the download has its own thread.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

int getDataset(const DatasetsOptions& options) {
  const fetch::Catalogue catalogue = fetch::loadCatalogue(options.catalogue);
  const fetch::CatalogueEntry& entry = requireEntry(catalogue, options.name);
  const auto folder = options.to.empty() ? fetch::datasetFolder(entry) : options.to;
  const fetch::Fetched fetched = fetchWithProgress(entry, folder);
  if (options.json) {
    printJson({{"name", entry.key},
               {"folder", fetched.folder.string()},
               {"path", fetched.path.string()},
               {"bytes", fetched.bytes},
               {"received", fetched.received},
               {"seconds", fetched.seconds},
               {"resumed", fetched.resumed}});
    return kDone;
  }
  std::cout << entry.title
            << (fetched.received > 0 ? " is downloaded and verified" : " is here and verified")
            << "; open it with\n  latlas " << fetched.path.string()
            << "\nLicence: " << entry.licence << "\nPlease cite: " << entry.citation << "\n";
  return kDone;
}

}  // namespace

void setUpDatasets(CLI::App& command, Action& action) {
  auto options = std::make_shared<DatasetsOptions>();
  const auto addCommon = [&options](CLI::App& one) {
    one.add_option("--catalogue", options->catalogue,
                   "Another catalogue [LATLAS_CATALOGUE, else the one inside the program]")
        ->type_name("FILE");
    one.add_flag("--json", options->json, "End with one JSON object");
  };
  addCommon(command);
  CLI::App* get = command.add_subcommand("get", "Download one, verify it, say where it is");
  get->add_option("NAME", options->name, "As `latlas datasets` lists it")
      ->required()
      ->type_name("");
  get->add_option("--to", options->to, "Into this folder [the user's data folder]")
      ->type_name("FOLDER");
  addCommon(*get);
  command.final_callback([&action, options, get] {
    action = [options, isGet = get->parsed()] {
      return isGet ? getDataset(*options) : listDatasets(*options);
    };
  });
}

}  // namespace latlas::cli
