// One DoGet through gRPC's C++ library, its messages counted as bytes and not decoded.
// Usage: flight_get HOST:PORT AUTHORIZATION TICKET, the ticket being the request's protobuf in hexadecimal.
// Prints the bytes received, gRPC's five-byte prefixes included, and the seconds from the request to the status.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

namespace {

constexpr char kMethod[] = "/arrow.flight.protocol.FlightService/DoGet";
constexpr std::uint64_t kPrefix = 5;

std::string FromHex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

// The call uses one operation at a time, so the queue's next event is always the one waited for.
bool Wait(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: flight_get HOST:PORT AUTHORIZATION TICKET\n");
    return 2;
  }

  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  auto channel = grpc::CreateCustomChannel(argv[1], grpc::InsecureChannelCredentials(), arguments);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(10))) {
    std::fprintf(stderr, "no connection to %s\n", argv[1]);
    return 1;
  }

  const auto start = std::chrono::steady_clock::now();
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.AddMetadata("authorization", argv[2]);
  grpc::CompletionQueue queue;
  auto call = stub.PrepareCall(&context, kMethod, &queue);
  call->StartCall(nullptr);
  Wait(queue);

  grpc::Slice ticket(FromHex(argv[3]));
  grpc::ByteBuffer request(&ticket, 1);
  call->WriteLast(request, grpc::WriteOptions(), nullptr);
  Wait(queue);

  std::uint64_t bytes = 0;
  grpc::ByteBuffer message;
  call->Read(&message, nullptr);
  while (Wait(queue)) {
    bytes += message.Length() + kPrefix;
    call->Read(&message, nullptr);
  }

  grpc::Status status;
  call->Finish(&status, nullptr);
  Wait(queue);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (!status.ok()) {
    std::fprintf(stderr, "%d %s\n", status.error_code(), status.error_message().c_str());
    return 1;
  }

  std::printf("%llu %f\n", static_cast<unsigned long long>(bytes), taken.count());
  return 0;
}
