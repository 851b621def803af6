using System.CommandLine;
using System.Globalization;
using PostModern.Models;
using Spectre.Console;

namespace PostModern.Cli;

/// <summary><c>postmodern bench</c>: how fast the default models run on a device of this machine.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var device = new Argument<string>("device") { Description = "gpu, cpu, cuda, cuda:1: where the models run." };
        var seconds = new Option<double>("--seconds") { Description = "About how long to measure each function.", DefaultValueFactory = _ => 10 };
        var models = new ModelArguments();
        var command = new Command("bench", "Measure the default models on a device: through the pipeline of queries, and in a bare loop beside it.") { device, seconds, models.Cuda };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(device)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(models.Cuda)?.FullName, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string device, TimeSpan time, string? cuda, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("function", "model", "device", "a second", "bare loop", "ratio");
        await foreach (var speed in ModelBench.RunAsync(device == "gpu" ? "cuda" : device, time, cuda, cancellation))
        {
            table.AddRow(
                new Text(speed.Function), new Text(speed.Model), new Text(speed.Device), new Text(Show(speed.PerSecond, "N1")),
                new Text(Show(speed.BarePerSecond, "N1")), new Text(Show(speed.PerSecond / speed.BarePerSecond, "N2")));
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static string Show(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
