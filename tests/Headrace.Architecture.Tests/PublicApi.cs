using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Headrace.Architecture.Tests;

/// <summary>What an assembly offers to others, as text that is read in reviews: a line a type, a line a member, in an order of their own.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The public types of an assembly, nested ones too.</summary>
    internal static IEnumerable<Type> Types(Assembly assembly) => assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>The text.</summary>
    internal static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (IGrouping<string?, Type> group in Types(assembly).GroupBy(type => type.Namespace))
        {
            text.Append(group.Key).Append('\n');
            foreach (Type type in group)
            {
                text.Append("  ").Append(ApiSyntax.Header(type)).Append('\n');
                foreach (string member in Members(type).Distinct().Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Types that the public members of a type, and its bases, name: whoever sees the type sees them.</summary>
    internal static IEnumerable<Type> Shown(Type type) =>
        Seen(type).SelectMany(ApiSyntax.Parts).Where(part => part.Assembly == type.Assembly).Select(part => part.IsGenericType ? part.GetGenericTypeDefinition() : part).Distinct();

    private static IEnumerable<Type> Seen(Type type)
    {
        if (type.BaseType is { } parent) yield return parent;
        if (type.DeclaringType is { } outer) yield return outer;
        foreach (Type nested in type.GetNestedTypes(BindingFlags.Public)) yield return nested;
        foreach (Type one in type.GetInterfaces()) yield return one;
        foreach (FieldInfo field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily)) yield return field.FieldType;
        foreach (MethodBase method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).Where(IsVisible))
        {
            if (method is MethodInfo { ReturnType: { } returned }) yield return returned;
            foreach (ParameterInfo parameter in method.GetParameters()) yield return parameter.ParameterType;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}");
        if (typeof(Delegate).IsAssignableFrom(type)) return [];
        return type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName).Select(ApiSyntax.Field)
            .Concat(type.GetConstructors(Declared).Where(IsVisible).Where(method => !IsMade(method)).Select(ApiSyntax.Method))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsWritten)).Select(ApiSyntax.Property))
            .Concat(type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!)).Select(one => $"event {ApiSyntax.Name(one.EventHandlerType!)} {one.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => IsWritten(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(ApiSyntax.Method));
    }

    /// <summary>Visible, of this type's own, and written by somebody.</summary>
    private static bool IsWritten(MethodInfo method) => IsVisible(method) && !IsMade(method) && !IsOverride(method);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    // What the compiler makes of records; accessors of properties are made too, and count with them.
    private static bool IsMade(MethodBase method) =>
        (method.IsDefined(typeof(CompilerGeneratedAttribute)) && !method.IsSpecialName) || method.Name is "<Clone>$" or "Deconstruct" or "op_Equality" or "op_Inequality" or "get_EqualityContract" or "PrintMembers"
        || (method.Name == "Equals" && method.GetParameters() is [{ ParameterType: { } other }] && other == method.DeclaringType)
        || (method.IsConstructor && method.IsFamily && method.GetParameters() is [{ ParameterType: { } copied }] && copied == method.DeclaringType);
}
