// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.NotEditableException;
import io.domainsharing.commandline.edit.SourceText;
import io.domainsharing.commandline.edit.XmlElement;
import io.domainsharing.commandline.edit.XmlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What Domain Sharing needs in James's own files: the remedies of {@code domain-sharing check}, as changes of their text. What stands
 * there already is left as it stands, so that a folder that needs nothing is not changed.
 *
 * @param files those that need something, with what
 * @param byHand what cannot be told by the text; while there is such, nothing should be written
 */
public record ConfEdits(List<EditedText> files, List<ByHand> byHand) {
    private static final String JAMES = "io.domainsharing.james.";
    private static final String WEBADMIN = "io.domainsharing.webadmin.";

    public ConfEdits {
        files = List.copyOf(files);
        byHand = List.copyOf(byHand);
    }

    /**
     * Reads the files of a folder, and writes none.
     *
     * @param domains that are shared; none: no file need name them
     * @throws IOException a file that is there cannot be read
     */
    public static ConfEdits of(Path folder, List<String> domains) throws IOException {
        Collector files = new Collector(folder);
        files.xml("smtpserver.xml", true, ListenerEdits::propose);
        files.xml("mailetcontainer.xml", true, PipelineEdits::propose);
        files.properties("extensions.properties", true, ConfEdits::extensions);
        files.properties("webadmin.properties", false, ConfEdits::webAdmin);
        files.properties(
                "healthcheck.properties",
                true,
                file -> file.list(
                        "additional.healthchecks",
                        WEBADMIN + "DomainSharingHealthCheck",
                        "degraded while a peer is down."));
        files.xml("logback.xml", false, LogEdits::propose);
        if (!domains.isEmpty()) {
            files.xml("domainlist.xml", false, (file, root) -> DomainEdits.propose(file, root, domains));
        }
        return new ConfEdits(files.edited, files.byHand);
    }

    private static void extensions(PropertiesEdits file) {
        file.list(
                "guice.extension.module",
                JAMES + "DomainSharingModule",
                "the Guice module of the extension, what starts with James, and its tasks.");
        file.list("guice.extension.startable", JAMES + "DomainSharingStartable", "");
        file.list("guice.extension.task", JAMES + "DomainSharingTasks", "");
    }

    private static void webAdmin(PropertiesEdits file) {
        file.only(
                "cors.origin",
                "none",
                "left out, James lets every web page read its routes, whatever cors.enable says. none is no page's origin.");
        file.list(
                "extensions.routes",
                WEBADMIN + "DomainSharingRoutes",
                "/domain-sharing/peers, /domain-sharing/owners/{address}, /domain-sharing/metrics for Prometheus, ...");
    }

    private static final class Collector {
        private final Path folder;
        private final List<EditedText> edited = new ArrayList<>();
        private final List<ByHand> byHand = new ArrayList<>();

        Collector(Path folder) {
            this.folder = folder;
        }

        void xml(String name, boolean isNeeded, BiConsumer<FileEdits, XmlElement> proposal) throws IOException {
            if (!Files.isRegularFile(folder.resolve(name))) {
                if (isNeeded) {
                    byHand.add(new ByHand(name, "is not there: James has one beside its JAR", List.of()));
                }
                return;
            }
            FileEdits file = new FileEdits(read(name));
            try {
                proposal.accept(file, XmlText.parse(file.source()));
                add(file);
            } catch (NotEditableException e) {
                byHand.add(new ByHand(name, String.valueOf(e.getMessage()), List.of()));
            }
        }

        void properties(String name, boolean mayBeMade, Consumer<PropertiesEdits> proposal) throws IOException {
            boolean isThere = Files.isRegularFile(folder.resolve(name));
            if (!isThere && !mayBeMade) {
                return;
            }
            FileEdits file = new FileEdits(isThere ? read(name) : new SourceText(name, ""));
            PropertiesEdits edits = new PropertiesEdits(file);
            proposal.accept(edits);
            edits.done();
            try {
                add(file);
            } catch (NotEditableException e) {
                throw new IllegalStateException("Properties need not be well-formed", e);
            }
        }

        private void add(FileEdits file) throws NotEditableException {
            EditedText made = file.make();
            byHand.addAll(file.byHand());
            if (made.isChanged()) {
                edited.add(made);
            }
        }

        private SourceText read(String name) throws IOException {
            return SourceText.of(name, Files.readAllBytes(folder.resolve(name)));
        }
    }
}
