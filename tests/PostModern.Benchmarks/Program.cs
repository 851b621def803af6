using PostModern.Benchmarks;
using PostModern.Benchmarks.Frame;
using PostModern.Benchmarks.Wire.Replay;

const int rounds = 5;
const string all = "all";

if (args is [ReplayProcess.Verb, var source, var authorization, var ticket])
{
    // A reference that runs in a process of its own, as the server does.
    return await ReplayServer.RunAsync(new Uri(source), authorization, ticket);
}

var groups = Groups.Create();
var smoke = args.Contains("--smoke");
var words = args.Where(argument => !argument.StartsWith('-')).ToArray();
var (name, prefix) = (words.FirstOrDefault(), words.ElementAtOrDefault(1) ?? "");
var chosen = name == all ? groups : [.. groups.Where(group => group.Name == name)];
if (chosen.Count == 0 || words.Length > 2 || args.Any(argument => argument.StartsWith('-') && argument != "--smoke"))
{
    await Console.Error.WriteLineAsync("Usage: dotnet run -c Release --project tests/PostModern.Benchmarks -- GROUP [MEASURE] [--smoke]");
    await Console.Error.WriteLineAsync($"GROUP is one of: {string.Join(", ", groups.Select(group => group.Name).Append(all))}; MEASURE is how the names of the wanted measures begin.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

Console.WriteLine(Report.Heading);
var held = true;
foreach (var group in chosen)
{
    await using (group)
    {
        foreach (var measure in (await group.PrepareAsync(smoke, stop.Token)).Where(measure => measure.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (measure.Skipped is not null)
            {
                Console.WriteLine(Report.Skipped(measure));
                continue;
            }

            var comparison = await Comparison.RunAsync(measure, smoke ? 1 : rounds, stop.Token);
            Console.WriteLine(Report.Line(comparison));
            held &= comparison.Held;
        }
    }
}

// A smoke run is too small to judge by.
return held || smoke ? 0 : 1;
