using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Remote;

/// <summary>What every request to a model's server goes through: a place among those at the same time, the pace, the time-out and the retries.</summary>
/// <param name="name">The model, for messages.</param>
/// <param name="limits">How much may be asked.</param>
/// <param name="clock">Tells the time; the machine's when null.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never asked for, so that it holds nothing.")]
internal sealed class RequestGate(string name, RemoteLimits limits, TimeProvider? clock = null)
{
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly RequestPace _pace = new(limits, clock ?? TimeProvider.System);
    private readonly SemaphoreSlim _places = new(limits.Concurrency, limits.Concurrency);

    /// <summary>Makes a request until it succeeds or can't.</summary>
    /// <param name="tokens">About how many tokens question and answer have.</param>
    /// <param name="attempt">Makes it once; a <see cref="RemoteFailure"/> says whether again.</param>
    /// <param name="cancellationToken">The query's.</param>
    /// <exception cref="ServerException">Any code: it failed. Unavailable: also when made again. Timeout: no answer in time.</exception>
    public async Task<T> RunAsync<T>(long tokens, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await Task.Delay(_pace.Take(tokens), _clock, cancellationToken);
                var answer = await TryAsync(attempt, cancellationToken);
                _pace.Quicken();
                return answer;
            }
            catch (RemoteFailure failure)
            {
                await Task.Delay(DelayAfter(failure, retry), _clock, cancellationToken);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(limits.Timeout);
            try
            {
                return await attempt(timeout.Token);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                // Another try would take as long again.
                throw new ServerException(ErrorCode.Timeout, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The server of model '{name}' gave no answer within {limits.Timeout.TotalSeconds} seconds. A longer time is set with OPTIONS (timeout …)."), e);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>How long to wait before the next try. Full jitter: those that failed together don't return together.</summary>
    /// <exception cref="ServerException">There is no next try.</exception>
    private TimeSpan DelayAfter(RemoteFailure failure, int retry)
    {
        var longest = limits.RetryDelay * Math.Pow(2, Math.Min(retry, 10));
        var delay = failure.RetryAfter ?? (longest < s_longestDelay ? longest : s_longestDelay) * Random.Shared.NextDouble();
        if (failure.IsOverload)
        {
            _pace.Slow(delay < limits.Patience ? delay : limits.Patience);
        }

        if (!failure.IsTransient)
        {
            throw new ServerException(failure.Code, failure.Message, failure);
        }

        if (delay > limits.Patience)
        {
            throw new ServerException(failure.Code, string.Create(
                CultureInfo.InvariantCulture, $"{failure.Message} It asks to come back in {delay.TotalSeconds:0} seconds."), failure);
        }

        return retry < limits.Retries ? delay : throw new ServerException(
            failure.Code, retry == 0 ? failure.Message : $"{failure.Message} So it did {retry + 1} times.", failure);
    }
}
