using System.Numerics.Tensors;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Captioning;
using PostModern.Models.Tasks.Detection;

namespace PostModern.Models.Tasks.Classification;

/// <summary><c>classify(obj, labels)</c>: the label whose vector lies nearest to the words for what is in the picture.</summary>
/// <remarks>The words are the caption's and the names of the things found, so a label fits only as far as the 80 kinds of things that the detector knows reach.</remarks>
internal sealed class ClassifyPictureTask(Captioner captioner, LabelSpace space) : InferenceTask<LabeledPicture>
{
    internal override int BatchSize => 2;

    internal override LabeledPicture Prepare(in TaskInput input)
    {
        var labels = Labels.Read(input.Arguments[0]);
        return new LabeledPicture(Captioner.Prepare(input.Content), labels);
    }

    internal override byte[][] Infer(IReadOnlyList<LabeledPicture> items, CancellationToken cancellationToken)
    {
        var pictures = captioner.Describe([.. items.Select(item => item.Image)], cancellationToken);
        return
        [
            .. items.Zip(pictures, (item, picture) => ClassificationResult.Encode(
                space.Rank(VectorOf(picture.Caption, picture.Things, cancellationToken), item.Labels, cancellationToken))),
        ];
    }

    /// <summary>The caption counts once, and each kind of thing as far as the detector is sure of it.</summary>
    private float[] VectorOf(string caption, IReadOnlyList<DetectedObject> things, CancellationToken cancellationToken)
    {
        var sum = space.VectorOf(caption, cancellationToken).ToArray();
        foreach (var kind in things.GroupBy(thing => thing.Label))
        {
            TensorPrimitives.MultiplyAdd(space.VectorOf(CocoLabels.Names[kind.Key], cancellationToken), kind.Max(thing => thing.Score), sum, sum);
        }

        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }
}
