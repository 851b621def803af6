using System.Diagnostics;
using System.Globalization;

namespace PostModern.Benchmarks.Objects;

/// <summary>AWS's own client for Python, as a reference: <c>PM_PYTHON</c>, or <c>python3</c>, with boto3.</summary>
internal static class Boto
{
    // Only the listing is timed: neither Python's start nor boto3's.
    private const string List = """
        import boto3, sys, time
        from botocore.config import Config
        client = boto3.client('s3', endpoint_url=sys.argv[1], region_name='us-east-1', config=Config(s3={'addressing_style': 'path'}))
        start = time.perf_counter()
        keys = size = 0
        for page in client.get_paginator('list_objects_v2').paginate(Bucket=sys.argv[2]):
            for found in page.get('Contents', []):
                keys += 1
                size += found['Size']
        print(keys, time.perf_counter() - start)
        """;

    private static readonly string s_python = Environment.GetEnvironmentVariable("PM_PYTHON") ?? "python3";

    /// <summary>Whether it is installed.</summary>
    public static async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(["-c", "import boto3; print(1)"], cancellationToken) == "1";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <returns>Seconds.</returns>
    public static async Task<double> ListAsync(string endpoint, string bucket, int keys, CancellationToken cancellationToken)
    {
        var answer = (await RunAsync(["-c", List, endpoint, bucket], cancellationToken)).Split(' ');
        return answer is [var count, var seconds] && int.Parse(count, CultureInfo.InvariantCulture) == keys
            ? double.Parse(seconds, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"boto3 listed '{string.Join(' ', answer)}' instead of {keys} keys.");
    }

    private static async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(s_python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await errors;
        return output.Trim();
    }
}
