// Keeps what is typed into the record of an entry in this browser until it is saved, also while a file is sent.

const record = document.getElementById("catatan");

if (record.dataset.done) Unsent.forget(record.dataset.done);
else new Unsent(record, record);
