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
    private readonly List<CacheEntry> _unsaved = [];

    /// <summary>Runs once.</summary>
    /// <returns>A question a distinct input; null rows are in none.</returns>
    internal async Task<IReadOnlyList<Question>> AnswerAsync(IReadOnlyList<Column> columns, CancellationToken cancellationToken)
    {
        for (var row = 0; row < columns[0].Length; row++)
        {
            await ReadAsync(columns, row, cancellationToken);
        }

        Question[] open = [.. _asked.Values];
        await AnswerFromCacheAsync(open, cancellationToken);
        try
        {
            await InferAsync(open, cancellationToken);
        }
        finally
        {
            // What is done is kept even if the query is stopped.
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
        var unanswered = open.Where(question => question.Answer is null).ToList();
        if (unanswered.Count == 0)
        {
            return;
        }

        var pipeline = getPipeline();
        foreach (var question in unanswered)
        {
            var request = new InferenceRequest(question.Input!.Source, question.Input.Arguments, options) { Key = question.Key, Spending = spending };
            _pending.Enqueue((question, await pipeline.SubmitAsync(request, cancellationToken)));
            await CollectAsync(wait: false);
        }

        await CollectAsync(wait: true);
    }

    private async ValueTask CollectAsync(bool wait)
    {
        while (_pending.TryPeek(out var next) && (wait || next.Job.Outcome.IsCompleted))
        {
            var outcome = await next.Job.Outcome;
            _pending.Dequeue();
            next.Question.Answered(outcome);
            if (outcome.Value is { } value)
            {
                _unsaved.Add(new CacheEntry(next.Question.Key.ToArray(), value, outcome.Effort.Time));
            }

            if (_unsaved.Count >= SaveEvery)
            {
                await SaveAsync();
            }
        }
    }

    private async Task SaveAsync()
    {
        if (cache is not null && _unsaved.Count > 0)
        {
            await cache.PutManyAsync(_unsaved, CancellationToken.None);
        }

        _unsaved.Clear();
    }
}
