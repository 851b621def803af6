using System.CommandLine;
using PostModern.Models.Hub;
using Spectre.Console;

namespace PostModern.Cli;

/// <summary><c>postmodern models</c>: what is installed, and more from a hub.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List the models that SQL can use, and get more.") { CreatePull(), CreateList() };

    private static Command CreatePull()
    {
        var uri = new Argument<string>("uri") { Description = "A repository with ONNX networks: hf://org/repo or hf://org/repo@revision." };
        var name = new Option<string?>("--name") { Description = "How SQL calls it: model => 'name'; by default the repository's name." };
        var precision = new Option<string>("--dtype")
        {
            Description = "The variant of its networks: fp32, fp16, q8, int8, uint8, q4, q4f16 or bnb4.",
            DefaultValueFactory = _ => "fp32",
        };
        var endpoint = new Option<Uri?>("--endpoint") { Description = "The hub; by default HF_ENDPOINT, or huggingface.co. A token is taken from HF_TOKEN." };
        var folder = Folder();
        var command = new Command("pull", "Get a model from a hub. What has come stays when it breaks off; afterwards it works without a network.")
        {
            uri, name, precision, endpoint, folder,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new HubOptions { ModelFolder = FolderOf(parsed, folder), Precision = parsed.GetValue(precision)! };
            return PullAsync(
                parsed.GetValue(uri)!, parsed.GetValue(endpoint) is { } hub ? options with { Endpoint = hub } : options, parsed.GetValue(name), cancellation);
        });
        return command;
    }

    private static Command CreateList()
    {
        var folder = Folder();
        var command = new Command("list", "List the models that are installed.") { folder };
        command.SetAction(parsed =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "task", "MB", "licence", "source");
            foreach (var model in ModelHub.List(FolderOf(parsed, folder)))
            {
                table.AddRow(new Text(model.Name), new Text(model.Task), new Text(Megabytes(model.Bytes)), new Text(model.Licence), new Text(model.Source));
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    private static async Task<int> PullAsync(string uri, HubOptions options, string? name, CancellationToken cancellation)
    {
        var pulled = Console.IsOutputRedirected
            ? await ModelHub.PullAsync(uri, options, name, cancellationToken: cancellation)
            : await AnsiConsole.Progress().StartAsync(progress =>
            {
                var task = progress.AddTask(Markup.Escape(uri));
                return ModelHub.PullAsync(uri, options, name, new Bar(task), cancellation);
            });
        Console.WriteLine($"{pulled.Name}: {pulled.Task}, {Megabytes(pulled.Bytes)} MB, {(pulled.IsNew ? "installed" : "already there")} ({pulled.Source})");
        Console.WriteLine($"Use it in SQL with model => '{pulled.Name}'; a server that runs has to start again to see it.");
        if (pulled.Note is { } note)
        {
            await Console.Error.WriteLineAsync(note);
        }

        return 0;
    }

    private static Option<DirectoryInfo?> Folder() => new("--models") { Description = "The folder of models; by default the one beside the program." };

    private static string FolderOf(ParseResult parsed, Option<DirectoryInfo?> folder) => parsed.GetValue(folder)?.FullName ?? ModelHub.DefaultModelFolder;

    private static string Megabytes(long bytes) => $"{bytes / 1e6:N1}";

    // Reported on the thread that transfers, so that the last report is not overtaken by the end.
    private sealed class Bar(ProgressTask task) : IProgress<PullProgress>
    {
        public void Report(PullProgress value)
        {
            task.MaxValue = Math.Max(value.Total, 1);
            task.Value = value.Done;
            task.Description = Markup.Escape(value.File);
        }
    }
}
