using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Lake.Cache;
using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>Answers one column: each distinct input once, from the cache if it can, through the pipeline if it must.</summary>
internal sealed class InferenceRun(RowInputs inputs, TaskOptions options, InferenceKeys keys, InferenceCache? cache, Func<IInferencePipeline> getPipeline, Spending? spending = null)
{
    // Answers reach the cache in groups of this size, so that a query that is stopped loses little.
    private const int SaveEvery = 32;

    private readonly Dictionary<InferenceKey, Question> _asked = [];
    private readonly List<Question> _questions = [];
    private readonly Queue<(Question Question, InferenceJob Job)> _pending = new();
    private List<CacheEntry> _unsaved = [];
    private Task _saving = Task.CompletedTask;

    /// <summary>Answers what the cache knows, and leaves the rest open. This or <see cref="AnswerAsync"/> runs, and once.</summary>
    /// <returns>A question a distinct input; null rows are in none.</returns>
    internal async Task<IReadOnlyList<Question>> EstimateAsync(IReadOnlyList<Column> columns, CancellationToken cancellationToken)
    {
        for (var row = 0; row < columns[0].Length; row++)
        {
            await ReadAsync(columns, row, cancellationToken);
        }

        await AnswerFromCacheAsync([.. _asked.Values], cancellationToken);
        return _questions;
    }

    /// <summary>Answers all.</summary>
    /// <inheritdoc cref="EstimateAsync"/>
    internal async Task<IReadOnlyList<Question>> AnswerAsync(IReadOnlyList<Column> columns, CancellationToken cancellationToken)
    {
        await EstimateAsync(columns, cancellationToken);
        try
        {
            await InferAsync([.. _questions.Where(question => question.IsOpen)], cancellationToken);
        }
        finally
        {
            // What is done is kept even if the query is stopped.
            while (_pending.TryDequeue(out var next))
            {
                Keep(next.Question, next.Job.Outcome);
            }

            await _saving;
            await SaveAsync();
        }

        return _questions;
    }

    private async ValueTask ReadAsync(IReadOnlyList<Column> columns, int row, CancellationToken cancellationToken)
    {
        try
        {
            if (await inputs.ReadAsync(columns, row, cancellationToken) is { } input)
            {
                Ask(input, row);
            }
        }
        catch (ServerException e)
        {
            _questions.Add(Question.Failed(inputs.UriOf(columns, row), row, e));
        }
    }

    private void Ask(ModelInput input, int row)
    {
        var key = keys.KeyOf(input.Identity);
        if (_asked.TryGetValue(key, out var asked))
        {
            asked.Rows.Add(row);
            return;
        }

        var question = Question.About(input, key, row);
        _asked.Add(key, question);
        _questions.Add(question);
    }

    private async Task AnswerFromCacheAsync(Question[] open, CancellationToken cancellationToken)
    {
        if (cache is null || open.Length == 0)
        {
            return;
        }

        var answers = await cache.GetManyAsync([.. open.Select(question => question.Key.ToArray())], cancellationToken);
        for (var i = 0; i < open.Length; i++)
        {
            if (answers[i] is { } answer)
            {
                open[i].AnswerFromCache(answer);
            }
        }
    }

    private async Task InferAsync(Question[] open, CancellationToken cancellationToken)
    {
        if (open.Length == 0)
        {
            return;
        }

        var pipeline = getPipeline();
        for (var i = 0; i < open.Length; i++)
        {
            var (question, input) = (open[i], open[i].Input!);
            var request = new InferenceRequest(input.Source, input.Arguments, options)
            {
                Key = question.Key,
                Spending = spending,
                MoreFollow = i < open.Length - 1,
            };
            _pending.Enqueue((question, await pipeline.SubmitAsync(request, cancellationToken)));
            while (_pending.TryPeek(out var next) && next.Job.Outcome.IsCompleted)
            {
                await CollectAsync(cancellationToken);
            }
        }

        while (_pending.Count > 0)
        {
            await CollectAsync(cancellationToken);
        }
    }

    /// <summary>Takes the oldest answer; a query that is stopped doesn't wait until its input has left the pipeline.</summary>
    private async ValueTask CollectAsync(CancellationToken cancellationToken)
    {
        var (question, job) = _pending.Peek();
        question.Answered(await job.Outcome.WaitAsync(cancellationToken));
        _pending.Dequeue();
        Keep(question, job.Outcome);

        // Nobody waits for the disk: answers come in while earlier ones are written.
        if (_unsaved.Count >= SaveEvery && _saving.IsCompleted)
        {
            await _saving;
            _saving = SaveAsync();
        }
    }

    private void Keep(Question question, Task<InferenceOutcome> outcome)
    {
        if (outcome.IsCompletedSuccessfully && outcome.Result.Value is { } value)
        {
            _unsaved.Add(new CacheEntry(question.Key.ToArray(), value, outcome.Result.Effort.Time));
        }
    }

    private Task SaveAsync()
    {
        var entries = _unsaved;
        _unsaved = [];
        return cache is not null && entries.Count > 0 ? cache.PutManyAsync(entries, CancellationToken.None) : Task.CompletedTask;
    }
}
