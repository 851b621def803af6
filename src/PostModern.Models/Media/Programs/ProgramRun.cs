using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Media.Programs;

/// <summary>Runs an external program: bounded in time, memory and output, without a shell, and gone when nobody waits for it.</summary>
/// <remarks>
/// On Linux <c>prlimit</c> bounds address space and processor time before its first instruction; it is in util-linux, which every Debian has. Elsewhere only
/// the time and the output are bounded. It is killed with its children.
/// </remarks>
internal static class ProgramRun
{
    // Two of them keep four cores busy; more would only compete with inference.
    private static readonly SemaphoreSlim s_slots = new(Math.Max(2, Environment.ProcessorCount));

    private static readonly string[] s_kept = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT"];

    /// <param name="program">What to run.</param>
    /// <param name="arguments">As the program gets them; no text of a user's may stand where an option could.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="read">Reads its output, to the end or as far as needed.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="ServerException">
    /// Unsupported: it isn't installed. InvalidInput: it can't make anything of the file. Timeout, ResourceExhausted: it took too much.
    /// </exception>
    public static async Task RunAsync(
        ExternalProgram program, IReadOnlyList<string> arguments, ProgramLimits limits, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var start = StartInfo(program, arguments, limits);
        await s_slots.WaitAsync(cancellationToken);
        try
        {
            using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            clock.CancelAfter(limits.Time);
            await RunAsync(program, start, limits, read, clock.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new ServerException(ErrorCode.Timeout, string.Create(
                CultureInfo.InvariantCulture, $"{program.Name} was stopped: it took more than {limits.Time.TotalSeconds} seconds."), e);
        }
        finally
        {
            s_slots.Release();
        }
    }

    /// <summary>The whole of its output.</summary>
    /// <inheritdoc cref="RunAsync(ExternalProgram, IReadOnlyList{string}, ProgramLimits, Func{Stream, CancellationToken, Task}, CancellationToken)"/>
    public static async Task<byte[]> ReadAsync(ExternalProgram program, IReadOnlyList<string> arguments, ProgramLimits limits, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        await RunAsync(program, arguments, limits, (stream, token) => stream.CopyToAsync(output, token), cancellationToken);
        return output.ToArray();
    }

    private static async Task RunAsync(
        ExternalProgram program, ProcessStartInfo start, ProgramLimits limits, Func<Stream, CancellationToken, Task> read, CancellationToken token)
    {
        using var process = Start(program, start);
        var complaints = new ProgramComplaints();
        var listening = complaints.ReadAsync(process.StandardError.BaseStream);
        try
        {
            // A read of a pipe can't be cancelled, but ends with the program.
            await using var killing = token.Register(() => Kill(process));
            process.StandardInput.Close();
            await using (var output = new BoundedOutput(process.StandardOutput.BaseStream, program.Name, limits.OutputBytes))
            {
                await read(output, token);
                await output.DrainAsync(token);
            }

            await process.WaitForExitAsync(token);
            await listening;
            token.ThrowIfCancellationRequested();
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            throw new OperationCanceledException(token);
        }
        finally
        {
            Kill(process);
        }

        if (process.ExitCode != 0)
        {
            throw complaints.ToError(program.Name, process.ExitCode, limits);
        }
    }

    private static ProcessStartInfo StartInfo(ExternalProgram program, IReadOnlyList<string> arguments, ProgramLimits limits)
    {
        string[] prefix = OperatingSystem.IsLinux()
            ? ["prlimit", Limit("as", limits.MemoryBytes), Limit("cpu", 2 * (long)Math.Ceiling(limits.Time.TotalSeconds)), Limit("core", 0), "--"]
            : [];
        string[] command = [.. prefix, program.Find(), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        var kept = s_kept.Where(start.Environment.ContainsKey).ToDictionary(k => k, k => start.Environment[k]);
        start.Environment.Clear();
        foreach (var (key, value) in kept)
        {
            start.Environment[key] = value;
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    private static string Limit(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");

    private static Process Start(ExternalProgram program, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ServerException(ErrorCode.Unsupported, $"{program.Name} can't be started through '{start.FileName}' (package util-linux): {e.Message}", e);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or one of its children did.
        }
    }
}
