// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("T1")
class FileLinesTest {
    @Test
    void findingShouldTellItsLineInAnXmlFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.xml"), "<a>\n<b/>\n<c>\n<name>x</name></c></a>");

        assertThat(located(folder, "a.xml", "c[x]").message()).isEqualTo("a.xml:3: c[x] is wrong");
    }

    @Test
    void findingShouldTellItsLineInAFileOfProperties(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.properties"), "# host=commented\nhost.name=1\n host = 2\n");

        assertThat(located(folder, "a.properties", "host").message()).isEqualTo("a.properties:3: host is wrong");
    }

    @Test
    void findingShouldTellNoLineWhereItsKeyIsInNoFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.xml"), "<a><b/></a>");

        assertThat(located(folder, "a.xml", "")).extracting(Finding::line).isNull();
        assertThat(located(folder, "a.xml", "c")).extracting(Finding::line).isNull();
        assertThat(located(folder, "b.xml", "b")).extracting(Finding::line).isNull();
        assertThat(located(folder, "queue tokyo", "b"))
                .extracting(Finding::line)
                .isNull();
    }

    @Test
    void keysInATextShouldGetTheirLines(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("domainsharing.xml"), "<a>\n<cache>\n<path>x</path>\n</cache></a>");
        FileLines lines = new FileLines(new ConfFolder(folder));

        assertThat(lines.locateIn("conf/domainsharing.xml: cache/path: 'x' is a file; conf/other.xml: a/b: is missing"))
                .isEqualTo("conf/domainsharing.xml:3: cache/path: 'x' is a file; conf/other.xml: a/b: is missing");
        assertThat(lines.locateIn("conf/domainsharing.xml: James finds no place for 'x'"))
                .isEqualTo("conf/domainsharing.xml: James finds no place for 'x'");
    }

    private static Finding located(Path folder, String file, String key) {
        return new FileLines(new ConfFolder(folder))
                .locate(new Finding(Rule.CHECK_FAILED, Severity.ERROR, "", file, null, key, "", "is wrong", ""));
    }
}
