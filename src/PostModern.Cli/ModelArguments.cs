using System.CommandLine;

namespace PostModern.Cli;

/// <summary>The options that say how models run.</summary>
internal sealed class ModelArguments
{
    public Option<string?> Device { get; } = new("--device")
    {
        Description = "Where models run when a call doesn't say: cpu, cuda, cuda:1. By default on a graphics card if there is one.",
    };

    public Option<DirectoryInfo?> Cuda { get; } = new("--cuda")
    {
        Description = "The folder of ONNX Runtime's CUDA provider; by default the program's own.",
    };

    public Option<long?> Memory { get; } = ByteSize.Option(
        "--model-memory", "How large the files of loaded models may be together, such as 8GiB, before those unused longest are unloaded. By default half of the machine's memory.");

    public Option<string?> SharedCache { get; } = new("--shared-cache")
    {
        Description = "A PostgreSQL database where servers share what their models answered, such as 'Host=db;Database=models;Username=pm'. The password comes from PGPASSWORD or PGPASSFILE.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Device);
        command.Options.Add(Cuda);
        command.Options.Add(Memory);
        command.Options.Add(SharedCache);
    }
}
