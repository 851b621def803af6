using PostModern.Samples;

if (args is not [var name, .. var rest] || !SampleList.All.TryGetValue(name, out var run) || rest.Length > 1)
{
    await Console.Error.WriteLineAsync("Usage: dotnet run --project samples/ado-net -- SAMPLE [CONNECTION STRING]");
    await Console.Error.WriteLineAsync($"SAMPLE is one of: {string.Join(", ", SampleList.All.Keys)}. The server is started with: postmodern serve");
    return 2;
}

await run(rest is [var connectionString] ? connectionString : "Host=localhost", Console.Out);
return 0;
