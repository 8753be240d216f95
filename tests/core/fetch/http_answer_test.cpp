#include "core/fetch/http_answer.h"

#include <gtest/gtest.h>

namespace latlas::fetch {
namespace {

TEST(ContentRange, IsReadAsServersWriteIt) {
  const auto range = parseContentRange("bytes 500-999/1000");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->first, 500);
  EXPECT_EQ(range->total, 1000);
  const auto open = parseContentRange("bytes 0-0/*");
  ASSERT_TRUE(open);
  EXPECT_FALSE(open->total);
}

TEST(ContentRange, OfAnotherFormIsNone) {
  for (const char* text :
       {"", "bytes", "bytes */1000", "bytes 5-3/10", "bytes a-9/10", "bytes 0-9", "bytes 0-9/x",
        "items 0-9/10", "bytes -1-9/10", "bytes 0-99999999999999999999/10", "bytes 0/9-10"})
    EXPECT_FALSE(parseContentRange(text)) << text;
}

TEST(HttpAnswer, KeepsWhatADownloadNeeds) {
  HttpAnswer answer;
  for (const char* line : {"HTTP/1.1 206 Partial Content\r\n", "content-length: 12\r\n",
                           "Content-Range:bytes 3-14/15 \r\n", "Last-Modified: yesterday\r\n",
                           "ETag: \"v1\"\r\n", "\r\n"})
    answer.readLine(line);
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(answer.contentLength, 12);
  ASSERT_TRUE(answer.contentRange);
  EXPECT_EQ(answer.contentRange->first, 3);
  EXPECT_EQ(answer.version, "\"v1\"");
}

TEST(HttpAnswer, TheOneBehindARedirectStartsAfresh) {
  HttpAnswer answer;
  answer.readLine("HTTP/1.1 302 Found");
  answer.readLine("Content-Length: 99");
  answer.readLine("ETag: \"page\"");
  answer.readLine("HTTP/2 200");
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.contentLength);
  EXPECT_EQ(answer.version, "");
}

TEST(HttpAnswer, AWeakETagIsNoVersion) {
  HttpAnswer answer;
  answer.readLine("HTTP/1.1 200 OK");
  answer.readLine("ETag: W/\"v1\"");
  EXPECT_EQ(answer.version, "");
  answer.readLine("Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT");
  EXPECT_EQ(answer.version, "Tue, 15 Nov 1994 12:45:26 GMT");
}

TEST(HttpAnswer, NonsenseIsNotBelieved) {
  HttpAnswer answer;
  for (const char* line : {"HTTP/1.1", "Content-Length: -5", "Content-Length: many", ":",
                           "no colon", "Content-Range: bytes"})
    answer.readLine(line);
  EXPECT_EQ(answer.status, 0);
  EXPECT_FALSE(answer.contentLength);
  EXPECT_FALSE(answer.contentRange);
}

}  // namespace
}  // namespace latlas::fetch
