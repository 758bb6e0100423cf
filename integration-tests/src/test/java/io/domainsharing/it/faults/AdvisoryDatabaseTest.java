// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisoryDatabaseTest {
    private static final String RECORD = AdvisoryTest.record(
            "{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \"0\"}, {\"fixed\": \"4.1.135.Final\"}]}", "");

    @Test
    void folderShouldBeReadWithTheFoldersInIt(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("2026/06"));
        Files.writeString(folder.resolve("2026/06/GHSA-aaaa-bbbb-cccc.json"), RECORD);
        Files.writeString(folder.resolve("README.md"), "no record");

        assertThat(AdvisoryDatabase.read(folder.toUri(), advisory -> true))
                .extracting(Advisory::id)
                .containsExactly("GHSA-aaaa-bbbb-cccc");
    }

    @Test
    void zipShouldBeReadAndOnlyWhatMattersKept(@TempDir Path folder) throws IOException {
        Path zip = Files.write(folder.resolve("all.zip"), zip());

        assertThat(AdvisoryDatabase.read(zip.toUri(), advisory -> advisory.id().endsWith("cccc")))
                .extracting(Advisory::id)
                .containsExactly("GHSA-aaaa-bbbb-cccc");
    }

    @Test
    void zipShouldBeRefusedWhenItIsCut(@TempDir Path folder) throws IOException {
        byte[] zip = zip();
        Path cut = Files.write(folder.resolve("all.zip"), Arrays.copyOf(zip, 150));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AdvisoryDatabase.read(cut.toUri(), advisory -> true));
    }

    @Test
    void folderShouldBeRefusedWhenADocumentIsNoRecord(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("error.json"), "{\"message\": \"no such object\"}");

        assertThatIllegalArgumentException().isThrownBy(() -> AdvisoryDatabase.read(folder.toUri(), advisory -> true));
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(octets)) {
            for (String id : new String[] {"GHSA-aaaa-bbbb-dddd", "GHSA-aaaa-bbbb-cccc"}) {
                zip.putNextEntry(new ZipEntry(id + ".json"));
                zip.write(RECORD.replace("GHSA-aaaa-bbbb-cccc", id).getBytes(StandardCharsets.UTF_8));
            }
        }
        return octets.toByteArray();
    }
}
