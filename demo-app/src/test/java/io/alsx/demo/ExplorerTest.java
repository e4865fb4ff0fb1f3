// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Somebody watches in a browser how an order travels, and how a label gets lost. The pictures are in target. */
class ExplorerTest {

    private static final String ORDER = """
            {"customer": "Ada", "lines": [{"item": "tea", "quantity": 2}, {"item": "cake", "quantity": 1},
            {"item": "coffee", "quantity": 1}]}""";

    private static final String RIGHT = "\uE014";

    private static final String ESCAPE = "\uE00C";

    private static final String TAB = "\uE004";

    private ConfigurableApplicationContext demo;

    private DemoClient client;

    private Chromium browser;

    @BeforeEach
    void look() throws IOException {
        demo = start(0);
        int port = port();
        client = new DemoClient(port);
        browser = Chromium.start();
        browser.open("http://localhost:" + port + "/explorer");
        browser.await("document.querySelector('#state[data-state=live]')");
    }

    @AfterEach
    void leave() throws IOException {
        try {
            if (browser != null) {
                browser.close();
            }
        } finally {
            demo.close();
        }
    }

    @Test
    void showsAnOrderOnAllItsThreadsAndALossInRed() throws IOException {
        client.post("/orders", "order-1", ORDER);
        awaitOrder();
        select("order-1");
        takePictures("order");

        client.get("/examples/lost", "label-1");
        select("");
        browser.await("document.querySelector('.lost')");
        takePictures("all");
        JsonNode lost = browser.run("""
                const sign = document.querySelector(".lost");
                const seen = { executor: sign.dataset.executor, text: sign.textContent,
                  fill: getComputedStyle(sign.querySelector(".sign")).fill };
                sign.dispatchEvent(new MouseEvent("click"));
                return seen""");

        assertThat(lost.path("executor").asString()).isEqualTo("executor 'labelPrinter'");
        assertThat(lost.path("text").asString()).contains("labelPrinter");
        assertThat(lost.path("fill").asString()).isEqualTo("rgb(204, 32, 49)");
        assertThat(detail())
                .contains("labelPrinter", "LostExample.label", "CurrentRequest.id", "AsyncLocalStorage.bind");
        takePictures("lost");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void obeysTheKeyboardAndSaysWhatItShows() {
        client.post("/orders", "order-1", ORDER);
        awaitOrder();

        browser.run("document.getElementById('requests').lastElementChild.querySelector('button').focus()");
        browser.press(TAB);
        assertThat(focused("role")).isEqualTo("button");
        assertThat(focused("aria-label")).contains("POST /orders", "request order-1");
        assertThat(detail()).contains("POST /orders", "order-1");
        browser.press(RIGHT);
        String task = focused("aria-label");
        assertThat(task).contains("on task-");
        assertThat(detail()).contains("task-", "Caused by", "POST /orders");
        browser.press(ESCAPE);
        assertThat(browser.run("return document.getElementById('detail').hidden")
                        .asBoolean())
                .isTrue();
        assertThat(focused("aria-label")).isEqualTo(task);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void filtersPausesAndGoesOn() {
        client.post("/orders", "order-1", ORDER);
        client.get("/examples/logger", "visit-1");
        awaitOrder();
        filter("visit");
        browser.await("document.querySelectorAll('.bar:not([data-request=visit-1])').length === 0"
                + " && document.querySelectorAll('#requests button').length === 1");
        filter("");

        browser.run("document.getElementById('pause').click()");
        client.get("/examples/logger", "visit-2");
        assertThat(browser.run("return document.querySelectorAll('[data-request=visit-2]').length")
                        .asInt())
                .isZero();
        browser.run("document.getElementById('pause').click()");
        browser.await("document.querySelectorAll('.bar[data-request=visit-2]').length >= 5");
    }

    @Test
    void beginsAnewWithAnotherRunOfTheApplicationThatBeganWhilePaused() {
        client.get("/examples/logger", "visit-1");
        browser.await("document.querySelector('.bar[data-request=visit-1]')");
        browser.run("document.querySelector('.bar').dispatchEvent(new MouseEvent('click'))");
        assertThat(detail()).contains("visit-1");
        browser.run("document.getElementById('pause').click()");
        startAgain();
        client.post("/orders", "order-1", ORDER);
        browser.run("document.getElementById('pause').click()");
        awaitOrder();

        assertThat(browser.run("return document.getElementById('requests').textContent")
                        .asString())
                .contains("POST /orders", "order-1")
                .doesNotContain("visit-1");
        assertThat(browser.run("return document.getElementById('detail').hidden")
                        .asBoolean())
                .isTrue();
    }

    /** What was there before a moment of the run before is not what is there before that moment of this one. */
    @Test
    void showsWhatHappensInAnotherRunAfterItWasCleared() {
        client.get("/examples/logger", "visit-1");
        browser.await("document.querySelector('.bar[data-request=visit-1]')");
        browser.run("""
                const now = performance.now;
                performance.now = () => now.call(performance) + 600_000;
                document.getElementById("clear").click();
                performance.now = now;""");
        startAgain();
        client.post("/orders", "order-1", ORDER);

        awaitOrder();
    }

    @Test
    void savesThePictureAsAnSvgThatNeedsNothingElse() {
        client.post("/orders", "order-1", ORDER);
        awaitOrder();

        String picture = browser.run("""
                        const make = URL.createObjectURL;
                        let made;
                        URL.createObjectURL = blob => { made = blob; return make(blob); };
                        document.getElementById("save").click();
                        URL.createObjectURL = make;
                        return made.text();""").asString();

        assertThat(picture)
                .startsWith("<svg xmlns=")
                .contains("task-1", "POST /orders")
                .doesNotContain("var(--");
        assertThat(browser.complaints()).isEmpty();
    }

    private static ConfigurableApplicationContext start(int port) {
        return SpringApplication.run(
                DemoApplication.class, "--spring.config.location=classpath:/application.yml", "--server.port=" + port);
    }

    private void startAgain() {
        int port = port();
        demo.close();
        demo = start(port);
    }

    private int port() {
        return demo.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Its own thread, three for the lines, and one for the mail. */
    private void awaitOrder() {
        browser.await("new Set([...document.querySelectorAll('.bar[data-request=order-1]')]"
                + ".map(bar => bar.dataset.thread)).size >= 4"
                + " && [...document.querySelectorAll('.bar[data-request=order-1]')].length >= 5");
    }

    private void select(String request) {
        browser.run("""
                const chosen = document.querySelector("#requests [aria-pressed=true]");
                const wanted = arguments[0] ? document.querySelector(`#requests [data-request=${arguments[0]}]`) : chosen;
                if (wanted) wanted.click();""", request);
    }

    private void filter(String text) {
        browser.run("""
                const field = document.getElementById("filter");
                field.value = arguments[0];
                field.dispatchEvent(new Event("input"));""", text);
    }

    private String focused(String attribute) {
        return browser.run("return document.activeElement.getAttribute(arguments[0])", attribute)
                .asString();
    }

    private String detail() {
        return browser.run("return document.getElementById('detail').textContent")
                .asString();
    }

    private void takePictures(String name) throws IOException {
        for (String scheme : new String[] {"dark", "light"}) {
            browser.prefer(scheme);
            browser.takePicture(Path.of("target", "explorer-" + name + "-" + scheme + ".png"));
        }
    }
}
