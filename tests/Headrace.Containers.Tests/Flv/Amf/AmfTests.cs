using System.Buffers;
using Headrace.Containers.Flv.Amf;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Flv.Amf;

public sealed class AmfTests
{
    public static TheoryData<string> Written => [.. AmfVectors.BothWays.Select(vector => vector.Name)];

    public static TheoryData<string> Read => [.. AmfVectors.BothWays.Concat(AmfVectors.ReadOnly).Select(vector => vector.Name)];

    public static TheoryData<string> Refused => [.. AmfVectors.Bad.Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Read))]
    public void ValuesOfOthersAreRead(string name)
    {
        (_, byte[] bytes, AmfValue expected) = AmfVectors.BothWays.Concat(AmfVectors.ReadOnly).First(vector => vector.Name == name);
        AmfReader reader = new(bytes);
        Assert.True(reader.TryRead(out AmfValue value));
        AssertSame(expected, value);
        Assert.Equal(bytes.Length, reader.Position);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(AmfFault.None, reader.Fault);
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void ValuesAreWrittenAsOthersWriteThem(string name)
    {
        (_, byte[] bytes, AmfValue value) = AmfVectors.BothWays.First(vector => vector.Name == name);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Bytes(value)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatIsNoValueEndsReadingWithAReason(string name)
    {
        (_, byte[] bytes, AmfFault expected) = AmfVectors.Bad.First(vector => vector.Name == name);
        AmfReader reader = new(bytes);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(expected, reader.Fault);
        Assert.False(reader.TryRead(out _));
        Assert.NotEqual("none", expected.ToText());
    }

    [Fact]
    public void ACommandIsReadValueByValue()
    {
        byte[] bytes = Hex.Parse("02 0007 636F6E6E656374  00 3FF0000000000000  03 0003617070 02 00046C697665 000009");
        AmfReader reader = new(bytes);
        Assert.True(reader.TryRead(out AmfValue name));
        Assert.True(reader.TryRead(out AmfValue transaction));
        Assert.True(reader.TryRead(out AmfValue arguments));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(("connect", 1.0, "live"), (name.Text, transaction.Number, arguments["app"].Text));
        Assert.Equal(AmfKind.Undefined, arguments["key"].Kind);
    }

    [Fact]
    public void WhatAValueIsNotIsNullOrEmpty()
    {
        AmfValue text = AmfValue.Of("yes");
        Assert.Null(text.Number);
        Assert.Null(text.Boolean);
        Assert.True(text.Properties.IsEmpty && text.Items.IsEmpty && text.Bytes.IsEmpty);
        Assert.Equal(AmfKind.Undefined, text["a"].Kind);
        Assert.Null(AmfValue.Null.Text);
        Assert.True(AmfValue.Of(1.0).Boolean);
    }

    [Fact]
    public void LongTextIsWrittenAsSuch()
    {
        string text = new('a', AmfLimits.MaxTextBytes);
        byte[] bytes = Bytes(AmfValue.Of(text));
        Assert.Equal("0C00010000", Convert.ToHexString(bytes.AsSpan(0, 5)));
        AmfReader reader = new(bytes);
        Assert.True(reader.TryRead(out AmfValue value));
        Assert.Equal(text, value.Text);
    }

    [Fact]
    public void ScalarsAreWrittenWithoutAllocation()
    {
        ArrayBufferWriter<byte> output = new(256);
        AmfWriter writer = new(output);
        Write(writer);
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(writer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void AnyBytesAreReadOrRefusedAndWhatIsReadCanBeWritten() => Fuzz.Run(
        [.. AmfVectors.BothWays.Concat(AmfVectors.ReadOnly).Select(vector => vector.Bytes), .. AmfVectors.Bad.Select(vector => vector.Bytes)],
        bytes =>
        {
            AmfReader reader = new(bytes);
            while (reader.TryRead(out AmfValue value))
            {
                AmfReader again = new(Bytes(value));
                if (!again.TryRead(out AmfValue back) && again.Fault != AmfFault.TextTooLong) throw new InvalidOperationException($"{value}: {again.Fault}");
                if (again.Fault == AmfFault.None && value.Kind is not (AmfKind.Bytes or AmfKind.Reference) && back.Kind != value.Kind) throw new InvalidOperationException("kind");
            }
        });

    private static void Write(AmfWriter writer)
    {
        writer.EcmaArray(2);
        writer.Number("width", 1920);
        writer.Text("encoder", "Headrace");
        writer.Boolean("stereo", true);
        writer.End();
        writer.Null();
    }

    private static byte[] Bytes(in AmfValue value)
    {
        ArrayBufferWriter<byte> output = new();
        new AmfWriter(output).Value(value);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertSame(in AmfValue expected, in AmfValue actual)
    {
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.Bytes.ToArray(), actual.Bytes.ToArray());
        Assert.Equal(expected.Properties.Length, actual.Properties.Length);
        for (int i = 0; i < expected.Properties.Length; i++)
        {
            Assert.Equal(expected.Properties[i].Name, actual.Properties[i].Name);
            AssertSame(expected.Properties[i].Value, actual.Properties[i].Value);
        }

        Assert.Equal(expected.Items.Length, actual.Items.Length);
        for (int i = 0; i < expected.Items.Length; i++) AssertSame(expected.Items[i], actual.Items[i]);
    }
}
