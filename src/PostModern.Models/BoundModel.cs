using System.Diagnostics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Cache;
using PostModern.Models.Inference;
using PostModern.Models.Signatures;

namespace PostModern.Models;

/// <summary>A task, a model and options: what one call in a statement means. Safe for concurrent use.</summary>
public sealed class BoundModel
{
    private readonly BoundTask _task;
    private readonly InferenceKeys _keys;
    private readonly InferenceCache? _cache;

    internal BoundModel(BoundTask task, InferenceCache? cache)
    {
        _task = task;
        _cache = cache;
        _keys = new InferenceKeys(
            task.Digest,
            task.Implementation.Answers,
            task.Implementation.Revision,
            task.Options.AnswerText(task.Implementation.AnswerOptions));
    }

    /// <summary>The model's name.</summary>
    public string Name => _task.Model;

    /// <summary>SHA-256 in hexadecimal over all weights that take part.</summary>
    public string Digest => _task.Digest;

    /// <summary>Where it runs, such as <c>cpu</c>.</summary>
    public string Device => _task.Device;

    /// <summary>Inputs that are computed at the same time.</summary>
    /// <exception cref="ServerException">NotFound or InvalidInput: the model's files are missing or not its own.</exception>
    public int Lanes => _task.Pipeline().Lanes;

    /// <summary>The type of <see cref="InferenceResult.Values"/>.</summary>
    public ArrowType ResultType => _task.Codec.Type;

    /// <summary>The signature that it answers.</summary>
    public TaskSignature Signature => _task.Implementation.Signature;

    /// <summary>Answers every row of a column.</summary>
    /// <param name="input">For a signature with one parameter; borrowed until the task ends.</param>
    /// <param name="cancellationToken">Stops fetching, decoding and the model's run; answers that are complete stay in the cache.</param>
    /// <exception cref="ServerException">
    /// Any code: a row failed and the call has <c>on_error => 'fail'</c>. NotFound or InvalidInput: the model's files are missing or not its own.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was set.</exception>
    public Task<InferenceResult> RunAsync(Column input, CancellationToken cancellationToken = default) =>
        RunAsync([input], InferenceUse.Cached, null, cancellationToken);

    /// <summary>Answers every row of a call.</summary>
    /// <param name="columns">One a parameter of <see cref="Signature"/>, of its type; borrowed until the task ends.</param>
    /// <param name="use">Whether the inference cache may answer.</param>
    /// <param name="spending">Pays for models that cost something; null for nobody.</param>
    /// <param name="cancellationToken">As above.</param>
    /// <inheritdoc cref="RunAsync(Column, CancellationToken)"/>
    public async Task<InferenceResult> RunAsync(IReadOnlyList<Column> columns, InferenceUse use, Spending? spending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var run = new InferenceRun(_task.Inputs, _task.Options, _keys, use == InferenceUse.Fresh ? null : _cache, _task.Pipeline, spending);
        var questions = await (use == InferenceUse.Estimated ? run.EstimateAsync(columns, cancellationToken) : run.AnswerAsync(columns, cancellationToken));
        var errors = Errors(questions);
        if (_task.Options.FailsOnError && errors is [var first, ..])
        {
            throw new ServerException(first.Code, $"{Signature.Function}({(first.Uri.Length > 0 ? $"'{first.Uri}'" : "…")}): {first.Message}");
        }

        return new InferenceResult(
            BuildColumn(questions, columns[0].Length),
            errors,
            questions.Count(question => question.IsModelCall || question.IsOpen),
            questions.Sum(question => question.IsCacheHit ? question.Rows.Count : 0))
        {
            BytesToRead = questions.Sum(question => question.IsOpen ? question.Input!.BytesToRead : 0),
            Effort = questions.Aggregate(default(InferenceEffort), (sum, question) => sum + question.Effort),
        };
    }

    /// <summary>The time that the pipeline takes for inputs whose bytes are in memory, past the cache.</summary>
    /// <exception cref="ServerException">The first failure of an input.</exception>
    internal async Task<TimeSpan> TimeAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken)
    {
        var pipeline = _task.Pipeline();
        var started = Stopwatch.GetTimestamp();
        var jobs = new List<InferenceJob>(contents.Count);
        foreach (var (i, content) in contents.Index())
        {
            var source = new ContentSource(_ => new(content), content.Length);
            jobs.Add(await pipeline.SubmitAsync(new InferenceRequest(source, [], _task.Options) { MoreFollow = i < contents.Count - 1 }, cancellationToken));
        }

        foreach (var job in jobs)
        {
            if ((await job.Outcome).Error is { } error)
            {
                throw error;
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <inheritdoc cref="IInferencePipeline.TimeBare"/>
    internal TimeSpan? TimeBare(IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken) =>
        _task.Pipeline().TimeBare(contents, _task.Options, cancellationToken);

    private static List<RowError> Errors(IReadOnlyList<Question> questions) =>
    [
        .. questions
            .Where(question => question.Error is not null)
            .SelectMany(question => question.Rows, (question, row) => new RowError(row, question.Uri, question.Error!.Message, question.Error.Code))
            .OrderBy(error => error.Row),
    ];

    private Column BuildColumn(IReadOnlyList<Question> questions, int length)
    {
        var asked = new Question?[length];
        foreach (var question in questions)
        {
            question.Rows.ForEach(row => asked[row] = question);
        }

        var builder = ColumnBuilder.Create(ResultType);
        foreach (var question in asked)
        {
            if (question?.Answer is { } answer)
            {
                _task.Codec.Append(builder, answer);
            }
            else if (question is { IsOpen: true } && ResultType is BooleanType)
            {
                // A condition that an estimate doesn't know lets its row pass: what comes after it may have to be paid.
                builder.AppendValue(true);
            }
            else
            {
                builder.AppendNull();
            }
        }

        return builder.Build();
    }
}
