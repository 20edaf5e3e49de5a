"""What a path means: which files are analysed, and with which settings."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from wfplint.errors import UserError
from wfplint.frontend.compilation import Settings, split_command
from wfplint.frontend.project import Project, discover

NAMESPACE = 'xmlns="http://schemas.microsoft.com/developer/msbuild/2003"'
CONFIGURATIONS = """<ItemGroup Label="ProjectConfigurations">
<ProjectConfiguration Include="Debug|x64"/><ProjectConfiguration Include="Release|Win32"/>
<ProjectConfiguration Include="Release|x64"/></ItemGroup>"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    """Files by name; `__` stands for `/`, the last `_` for the dot."""
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        put(stem.replace("__", "/") + "." + ending, text)


def put(path: str, text: str = "") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def vcxproj(body: str) -> str:
    return f'<?xml version="1.0"?><Project {NAMESPACE}>{CONFIGURATIONS}{body}</Project>'


def settings_of(project: Project, path: str) -> Settings:
    return project.settings(next(item for item in project.inputs if item.path == path))


def relative(folders: tuple[str, ...]) -> list[str]:
    return [os.path.relpath(folder).replace(os.sep, "/") for folder in folders]


# --- files and folders -----------------------------------------------------------------------


def test_a_folder_gives_its_sources_and_headers() -> None:
    write(sys__a_c="", sys__sub__b_cpp="", sys__h_h="", sys__notes_txt="")
    put("sys/.git/x.c")
    project = discover(["sys"])
    assert [item.path for item in project.inputs] == ["sys/a.c", "sys/sub/b.cpp"]
    assert [os.path.basename(path) for path in project.headers] == ["h.h"]
    assert [project.settings(item).language for item in project.inputs] == ["c", "c++"]


def test_a_file_brings_the_headers_beside_it() -> None:
    write(a_c="", b_c="", h_h="")
    project = discover(["a.c"])
    assert [item.path for item in project.inputs] == ["a.c"]
    assert [os.path.basename(path) for path in project.headers] == ["h.h"]


def test_a_header_stands_for_the_sources_beside_it() -> None:
    write(a_c="", h_h="")
    assert [item.path for item in discover(["h.h"]).inputs] == ["a.c"]


def test_each_file_once_and_exclusions() -> None:
    write(a_c="", test__b_c="", old__c_c="")
    project = discover([".", "a.c"], exclude=["test", "*/c.c"])
    assert [item.path for item in project.inputs] == ["a.c"]


def test_a_loop_of_links_ends() -> None:
    write(sys__a_c="")
    try:
        os.symlink(os.path.abspath("sys"), "sys/again", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert [item.path for item in discover(["sys"]).inputs] == ["sys/a.c"]


def test_the_command_line_adds() -> None:
    write(a_c="")
    project = discover(["a.c"], include_dirs=["inc"], defines=["X=1"])
    settings = settings_of(project, "a.c")
    assert settings.defines == ("X=1",)
    assert relative(settings.include_dirs) == ["inc"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("gone", "no such file or folder"),
        ("empty", "no C or C++ files in this folder"),
        ("readme.md", "not a C or C++ file"),
        (" ", "empty path"),
        ("bad.json", "not valid JSON"),
        ("map.json", "not a compilation database"),
        ("nofile.json", "entry 1 has no 'file'"),
        ("bad.vcxproj", "not valid XML"),
        ("other.vcxproj", "not a Visual Studio project"),
        ("lost.vcxproj", "names no C or C++ file that exists"),
    ],
)
def test_mistakes_name_the_path(path: str, words: str) -> None:
    Path("empty").mkdir()
    put("readme.md")
    put("bad.json", '[\n{"file" 1}]')
    put("map.json", "{}")
    put("nofile.json", '[{"directory": "."}]')
    put("bad.vcxproj", "<Project>\n<a></Project>")
    put("other.vcxproj", "<svg/>")
    put("lost.vcxproj", vcxproj('<ItemGroup><ClCompile Include="gone.c"/></ItemGroup>'))
    with pytest.raises(UserError) as caught:
        discover([path])
    assert words in caught.value.message
    assert caught.value.hint
    assert caught.value.path == path or path == " "


# --- Visual Studio ---------------------------------------------------------------------------


def test_a_project_chooses_release_for_x64() -> None:
    write(a_c="", skip_c="", special_c="")
    put(
        "driver.vcxproj",
        vcxproj(r"""
<PropertyGroup><Shared>..\shared</Shared><Configuration>Debug</Configuration></PropertyGroup>
<ItemGroup><ClCompile Include="a.c"/>
<ClCompile Include="skip.c"><ExcludedFromBuild
  Condition="'$(Configuration)|$(Platform)'=='Release|x64'">true</ExcludedFromBuild></ClCompile>
<ClCompile Include="special.c"><PreprocessorDefinitions>%(PreprocessorDefinitions);S="x"
</PreprocessorDefinitions><CompileAs>CompileAsCpp</CompileAs></ClCompile></ItemGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>ALL;%(PreprocessorDefinitions)
</PreprocessorDefinitions></ClCompile></ItemDefinitionGroup>
<ItemDefinitionGroup Condition="'$(Configuration)|$(Platform)'=='Debug|x64'"><ClCompile>
<PreprocessorDefinitions>DBG;A1;B2</PreprocessorDefinitions></ClCompile></ItemDefinitionGroup>
<ItemDefinitionGroup Condition="'$(Configuration)|$(Platform)'=='Release|x64'"><ClCompile>
<PreprocessorDefinitions>%(PreprocessorDefinitions);REL;V=$(Unknown);A1B2</PreprocessorDefinitions>
<AdditionalIncludeDirectories>$(Shared);inc;$(DDK_INC_PATH);%(AdditionalIncludeDirectories)
</AdditionalIncludeDirectories><ForcedIncludeFiles>pre.h</ForcedIncludeFiles>
</ClCompile></ItemDefinitionGroup>"""),
    )
    project = discover(["driver.vcxproj"])
    assert [item.path for item in project.inputs] == ["a.c", "special.c"]
    settings = settings_of(project, "a.c")
    assert settings.defines == ("ALL", "REL", "A1", "B2")
    assert relative(settings.include_dirs) == ["../shared", "inc"]
    assert (settings.forced, settings.language) == (("pre.h",), "c")
    special = settings_of(project, "special.c")
    assert special.defines == ("ALL", "REL", "A1", "B2", 'S="x"')
    assert special.language == "c++"


def test_property_sheets_wildcards_and_solutions() -> None:
    write(src__a_c="", src__b_c="")
    put("common.props", vcxproj("""<ItemDefinitionGroup><ClCompile>
<PreprocessorDefinitions>FROM_SHEET</PreprocessorDefinitions></ClCompile>
</ItemDefinitionGroup>"""))  # fmt: skip
    put("drv.vcxproj", vcxproj(r"""<Import Project="$(VCTargetsPath)\x.props"/><ImportGroup>
<Import Project="common.props"/><Import Project="drv.vcxproj"/></ImportGroup>
<ItemGroup><ClCompile Include="src\*.c"/></ItemGroup>"""))  # fmt: skip
    put("all.sln", 'Project("{8BC9}") = "drv", "drv.vcxproj", "{1}"\nProject("{8BC9}") = "gone", '
        '"x\\gone.vcxproj", "{2}"\n')  # fmt: skip
    project = discover(["all.sln"])
    assert [item.path for item in project.inputs] == ["src/a.c", "src/b.c"]
    assert settings_of(project, "src/a.c").defines == ("FROM_SHEET",)
    assert project.manifests == ("all.sln", "drv.vcxproj")


VARIANTS = """<ItemGroup><ClCompile Include="a.c" Condition="'$(Configuration)'=='Debug'"/>
<ClCompile Include="b.c" Condition="'$(Configuration)'!='Debug'"/></ItemGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>$(Configuration)_$(Platform)
</PreprocessorDefinitions></ClCompile></ItemDefinitionGroup>"""


@pytest.mark.parametrize("manifest", ["driver.vcxproj", "all.sln"])
@pytest.mark.parametrize(
    "configuration, path, define",
    [
        ("", "b.c", "Release_x64"),
        ("debug", "a.c", "Debug_x64"),
        ("Release", "b.c", "Release_x64"),
        ("Release|Win32", "b.c", "Release_Win32"),
    ],
)
def test_a_configuration_is_chosen(
    manifest: str, configuration: str, path: str, define: str
) -> None:
    write(a_c="", b_c="")
    put("driver.vcxproj", vcxproj(VARIANTS))
    put("all.sln", 'Project("{8BC9}") = "driver", "driver.vcxproj", "{1}"\n')
    project = discover([manifest], configuration=configuration)
    assert [item.path for item in project.inputs] == [path]
    assert settings_of(project, path).defines == (define,)


def test_a_configuration_that_is_none() -> None:
    write(a_c="", b_c="")
    put("driver.vcxproj", vcxproj(VARIANTS))
    with pytest.raises(UserError, match="no configuration 'Checked'") as caught:
        discover(["driver.vcxproj"], configuration="Checked")
    assert caught.value.hint == "there are Debug|x64, Release|Win32, Release|x64"
    with pytest.raises(UserError, match=r"no \.vcxproj or \.sln was given"):
        discover(["a.c"], configuration="Debug")


def test_a_project_beside_a_file_counts() -> None:
    write(sys__a_c="", sys__part_c="", other__b_c="")
    put("sys/drv.vcxproj", vcxproj("""<ItemGroup><ClCompile Include="a.c"/></ItemGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>D</PreprocessorDefinitions></ClCompile>
</ItemDefinitionGroup>"""))  # fmt: skip
    project = discover(["."])
    assert settings_of(project, "sys/a.c").defines == ("D",)
    assert settings_of(project, "sys/part.c").defines == ("D",)
    assert settings_of(project, "other/b.c").defines == ()
    assert project.manifests == ("sys/drv.vcxproj",)


def test_a_broken_project_beside_a_file_is_no_obstacle() -> None:
    write(a_c="")
    put("drv.vcxproj", "<Project")
    assert settings_of(discover(["a.c"]), "a.c").defines == ()


def test_an_old_sources_file_counts() -> None:
    write(a_c="")
    put("sources", "TARGETNAME=drv\nC_DEFINES=$(C_DEFINES) -DNDIS60 \\\n  -DX=1 -D$(Y)\n"
        "INCLUDES=..\\inc;$(DDK)\nSOURCES=a.c\n")  # fmt: skip
    settings = settings_of(discover(["a.c"]), "a.c")
    assert settings.defines == ("NDIS60", "X=1")
    assert relative(settings.include_dirs) == ["../inc"]


# --- compile_commands.json -------------------------------------------------------------------


def test_a_compilation_database() -> None:
    write(src__a_c="", src__b_cc="")
    entries: list[dict[str, Any]] = [
        {
            "directory": ".",
            "file": "src/a.c",
            "command": 'cl.exe /DA /D B=1 /I"in c" /TP -U C src/a.c',
        },
        {"directory": "src", "file": "b.cc", "arguments": ["clang", "-Iinc", "-include", "p.h"]},
        {"directory": "src", "file": "r.rc", "arguments": []},
    ]
    put("build/compile_commands.json", json.dumps([{**e, "directory": f"../{e['directory']}"}
                                                   for e in entries]))  # fmt: skip
    project = discover(["build/compile_commands.json"])
    first, second = (project.settings(item) for item in project.inputs)
    assert (first.defines, first.undefines, first.language) == (("A", "B=1"), ("C",), "c++")
    assert relative(first.include_dirs) == ["in c"]
    assert relative(second.include_dirs) == ["src/inc"]
    assert (second.forced, second.language) == (("p.h",), "c++")


def test_words_of_a_command() -> None:
    command = r'cl "C:\Program Files\x" -DS=\"t\" C:\y\ "" z'
    assert list(split_command(command)) == [
        "cl", r"C:\Program Files\x", '-DS="t"', "C:\\y\\", "", "z",
    ]  # fmt: skip
