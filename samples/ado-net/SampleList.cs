namespace PostModern.Samples;

/// <summary>Every sample, by the name that the command line gives it.</summary>
public static class SampleList
{
    public static IReadOnlyDictionary<string, Func<string, TextWriter, Task>> All { get; } = new SortedDictionary<string, Func<string, TextWriter, Task>>
    {
        ["dapper"] = DapperSample.RunAsync,
        ["data-table"] = DataTableSample.RunAsync,
        ["data-adapter"] = DataAdapterSample.RunAsync,
        ["any-provider"] = AnyProviderSample.RunAsync,
        ["arrow"] = ArrowSample.RunAsync,
        ["bulk-copy"] = BulkCopySample.RunAsync,
        ["progress"] = ProgressSample.RunAsync,
        ["objects"] = ObjectSample.RunAsync,
    };
}
