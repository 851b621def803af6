using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Planning;

namespace PostModern.Engine.Execution;

/// <summary>Reads what a statement returns; DuckDB's errors become ours.</summary>
internal static class ResultBatches
{
    private const int MostAttempts = 3;

    /// <param name="prepared">The statement, with its parameters bound.</param>
    /// <param name="stream">Its execution; the caller disposes it.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        PreparedStatement prepared, ResultStream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var batches = stream.GetAsyncEnumerator(cancellation);
        while (await NextAsync(prepared, batches, cancellation))
        {
            yield return batches.Current;
        }
    }

    private static async Task<bool> NextAsync(PreparedStatement prepared, IAsyncEnumerator<RecordBatch> batches, CancellationToken cancellation)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (DuckDbException error) when (IsSecondHand(error, cancellation))
        {
            throw await FindCauseAsync(prepared, error, cancellation);
        }
        catch (DuckDbException error)
        {
            throw DuckDbErrors.Translate(error);
        }
    }

    /// <summary>
    /// When one of DuckDB's threads fails, it interrupts the others before it has noted its error, and sometimes (1 of 25 with two
    /// threads, DuckDB 1.5.6) their "Interrupted!" is noted in its place.
    /// </summary>
    private static bool IsSecondHand(DuckDbException error, CancellationToken cancellation) =>
        error.ErrorType == DuckDbErrorType.Interrupt && !cancellation.IsCancellationRequested;

    /// <summary>Runs a query that has failed once more, to learn why. Statements that might change something are not repeated.</summary>
    private static async Task<ServerException> FindCauseAsync(PreparedStatement prepared, DuckDbException error, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts && prepared.Kind is StatementKind.Select or StatementKind.Copy; attempt++)
        {
            try
            {
                await Task.Run(
                    () =>
                    {
                        using var again = prepared.Execute(cancellation);
                        again.Complete();
                    },
                    cancellation);
            }
            catch (DuckDbException cause) when (!IsSecondHand(cause, cancellation))
            {
                return DuckDbErrors.Translate(cause);
            }
            catch (DuckDbException)
            {
                // Second-hand again.
            }
            catch (ServerException cause)
            {
                return cause;
            }
        }

        return new ServerException(ErrorCode.Internal, "A part of the statement failed, and DuckDB lost the reason. Run it again to see it.", error);
    }
}
