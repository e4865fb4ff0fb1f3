// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo.examples;

import io.alsx.AsyncHooks;
import io.alsx.AsyncLocalStorage;
import io.alsx.AsyncResource;
import io.alsx.demo.CurrentRequest;
import io.alsx.spring.RequestStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Three listeners of one event. Two are bound to where they are registered, one sees whoever emits the event. */
@RestController
class EmitterExample {

    private final AsyncLocalStorage<RequestStore> requestStorage;

    private final CurrentRequest currentRequest;

    EmitterExample(AsyncLocalStorage<RequestStore> requestStorage, CurrentRequest currentRequest) {
        this.requestStorage = requestStorage;
        this.currentRequest = currentRequest;
    }

    @GetMapping("/examples/emitter")
    List<Heard> listen() {
        List<Heard> heard = new CopyOnWriteArrayList<>();
        Emitter<String> doors = new Emitter<>();
        doors.on(event -> heard.add(heard("not bound", event)));
        doors.on(AsyncLocalStorage.bindConsumer(event -> heard.add(heard("bound", event))));
        doors.on(AsyncResource.bindConsumer(event -> heard.add(heard("bound to a resource", event)), "DoorListener"));
        closeDoors(doors);
        return heard;
    }

    /** Some other request, as far as the listeners can tell. */
    private void closeDoors(Emitter<String> doors) {
        RequestStore other = new RequestStore("another-request", "POST", "/doors");
        requestStorage.run(other, () -> doors.emit("closed"));
    }

    private Heard heard(String listener, String event) {
        return new Heard(listener, event, currentRequest.id(), AsyncHooks.executionAsyncId());
    }

    record Heard(String listener, String event, String requestId, long executionAsyncId) {}
}
