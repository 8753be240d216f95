#include "app/dataset/data_summary.h"

#include <utility>

namespace latlas::app {

DataSummary summarize(data::DatasetPtr dataset, Progress& progress) {
  DataSummary summary;
  summary.statistics = data::statisticsOf(*dataset, progress);
  std::vector<float> means = summary.statistics.meanSample;
  means.insert(means.end(), summary.statistics.classMeans.begin(),
               summary.statistics.classMeans.end());
  summary.means = data::toImages(means, dataset->info().shape);
  summary.dataset = std::move(dataset);
  return summary;
}

}  // namespace latlas::app
