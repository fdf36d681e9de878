import { useState } from "react";
import { createRoot } from "react-dom/client";
import "attention-explainer";

// Outside of the component: drawing the app anew does not set it again.
const tokens = ["the", "cat", "sat", "down"];

function App() {
  const [heads, setHeads] = useState(2);
  const [heard, setHeard] = useState("");
  return (
    <>
      <button onClick={() => setHeads(4)}>Four heads</button>
      <attention-explainer
        tokens={tokens}
        heads={heads}
        onattention-change={(event) => setHeard(event.detail.scenario.temperature)}
      />
      <output>{heard}</output>
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
