using PostModern.Arrow.Errors;
using PostModern.Models.Media.Programs;
using PostModern.Tests.Lake;

namespace PostModern.Tests.Models.Media;

/// <summary>External programs are bounded, and gone when nobody waits for them.</summary>
public sealed class ProgramRunTests : IDisposable
{
    private static readonly ProgramLimits s_limits = new() { Time = TimeSpan.FromSeconds(20) };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_comes_whole_and_arguments_go_as_they_are()
    {
        string[] arguments = ["-rf", "a b", "'quoted'", "$(touch hacked); `id` | cat", "line\nbreak", ""];
        var output = await ProgramRun.ReadAsync(Script("for a in \"$@\"; do printf '%s\\0' \"$a\"; done"), arguments, s_limits, default);

        Assert.Equal(arguments, System.Text.Encoding.UTF8.GetString(output).Split('\0').SkipLast(1));
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named_with_its_package()
    {
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ProgramRun.ReadAsync(new ExternalProgram("no-such-program", "some-package", "--folder", null), [], s_limits, default));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("apt install some-package", error.Message);
        Assert.Contains("--folder", error.Message);
    }

    [Fact]
    public async Task A_program_that_fails_says_why()
    {
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ProgramRun.ReadAsync(Script("echo 'file:/proc/12/fd/34: no picture in it' >&2; echo 'and more' >&2; exit 3"), [], s_limits, default));

        Assert.Equal((ErrorCode.InvalidInput, "tool can't read it: no picture in it"), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_program_that_hangs_is_stopped_with_its_children()
    {
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ProgramRun.ReadAsync(Script("sleep 4711 & echo $!; wait"), [], s_limits with { Time = TimeSpan.FromSeconds(0.5) }, default));

        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.False(await IsRunningAsync("sleep 4711"));
    }

    [Fact]
    public async Task Cancelling_stops_a_program_with_its_children()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProgramRun.ReadAsync(Script("sleep 4712 & wait"), [], s_limits, cancellation.Token));

        Assert.False(await IsRunningAsync("sleep 4712"));
    }

    [Fact]
    public async Task A_flood_of_output_is_cut()
    {
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ProgramRun.ReadAsync(Script("yes 'flood 4713'"), [], s_limits with { OutputBytes = 1 << 20 }, default));

        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.False(await IsRunningAsync("yes flood 4713"));
    }

    [Fact]
    public async Task A_flood_of_complaints_is_shortened()
    {
        var error = await Assert.ThrowsAsync<ServerException>(
            () => ProgramRun.ReadAsync(Script("head -c 5000000 /dev/zero | tr '\\0' x >&2; exit 1"), [], s_limits, default));

        Assert.InRange(error.Message.Length, 300, 400);
    }

    [Fact]
    public async Task Output_that_nobody_wants_does_not_stop_a_program()
    {
        var read = 0;
        await ProgramRun.RunAsync(
            Script("head -c 5000000 /dev/zero"), [], s_limits, async (output, token) => read = await output.ReadAsync(new byte[10], token), default);

        Assert.Equal(10, read);
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        if (OperatingSystem.IsLinux())
        {
            var error = await Assert.ThrowsAsync<ServerException>(() => ProgramRun.ReadAsync(
                Script("head -c 3000000000 /dev/zero | tail -c 2999999999 | wc -c; exit ${PIPESTATUS:-1}"), [], s_limits with { MemoryBytes = 200 << 20 }, default));

            Assert.Contains("tail", error.Message);
        }
    }

    [Fact]
    public async Task More_run_than_there_are_places_and_each_is_answered()
    {
        var script = Script("sleep 0.05; printf '%s' \"$1\"");
        var outputs = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => ProgramRun.ReadAsync(script, [$"{i}"], s_limits, default)));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), outputs.Select(System.Text.Encoding.UTF8.GetString));
    }

    [Fact]
    public async Task The_environment_of_the_server_stays_with_it()
    {
        Environment.SetEnvironmentVariable("PM_TEST_SECRET", "secret");
        var output = System.Text.Encoding.UTF8.GetString(await ProgramRun.ReadAsync(Script("env"), [], s_limits, default));

        Assert.DoesNotContain("secret", output);
        Assert.Contains("PATH=", output);
    }

    private ExternalProgram Script(string text)
    {
        _folder.Write("tool", $"#!/bin/sh\n{text}\n");
        _folder.SetMode("tool", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return new ExternalProgram("tool", "tools", "--tools", _folder.Path);
    }

    // A killed process is still listed until its parent has heard of it.
    private static async Task<bool> IsRunningAsync(string command)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (!Directory.EnumerateDirectories("/proc").Any(p => Runs(p, command)))
            {
                return false;
            }

            await Task.Delay(20);
        }

        return true;
    }

    private static bool Runs(string process, string command)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ').TrimEnd() == command;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
